import type { Random } from '../random.js';
import type { Setting } from '../site.js';
import type { World } from '../world.js';

/** One row of the fault matrix. */
export interface Fault {
  /** Of the row. */
  readonly number: number;
  /** In kebab-case, as in the name of its file. */
  readonly name: string;
  /** What is done, and what must hold besides the invariants. */
  readonly how: string;
  /** From the begin of the fault to its end, at a scale of 1; at most, where it may end by itself. */
  readonly seconds: number;
  /** Where it may end by itself: how long it lasts at least, as a rule. The load is planned for that, and goes on while it has to. */
  readonly fewestSeconds?: number;
  /**
   * From the end of the fault until nine tenths of the rate before are reached again, and until services that were killed and
   * have no part in it are back; absent where the row sets none.
   */
  readonly limitSeconds?: number;
  /** From the end of the load until every order is where it should be, where the row sets a limit. */
  readonly restWithinSeconds?: number;
  /** How the installation has to be set up; files that it needs go into the folder. Faults that share it share a site. */
  readonly setting?: (folder: string, seed: number) => Promise<Setting>;
  /** Where the seed decides how: then a site is for one seed. */
  readonly setBySeed?: true;
  /** Why this machine does not permit it; undefined where it does. */
  readonly needs?: () => Promise<string | undefined>;
  /** Requests to the ERP for each document or refusal of its, where the row sets a limit. */
  readonly mostCallsPerDocument?: number;
  /** Orders a second, where the row names them. */
  readonly rate?: number;
  /**
   * Does it under load, and undoes it: resolves at the end of the fault, or later where it has told that end before it waits
   * for what belongs to the way back ({@link World.over}). What is done is told, and what is not as it should be besides the
   * invariants is noted as a miss.
   */
  inject(world: World, random: Random): Promise<void>;
  /** Looks, once all is at rest, whether what must hold besides the invariants does; notes misses. */
  afterwards?(world: World): Promise<void>;
}
