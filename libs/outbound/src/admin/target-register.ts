import type { AuditLog, Transactions } from '@kervan/messaging';
import { type Problem, problem } from '@kervan/service-host';
import type { Target } from '../call/target.js';
import { pauseTarget, readPauses, resumeTarget, waitingByTarget } from '../store/pause-statements.js';
import type { Queryable } from '../store/queryable.js';
import type { GateState } from '../worker/target-gate.js';
import { outboundProblem } from './outbound.problems.js';

/** Who has paused a target, until when and why. */
export interface Pause {
  readonly since: string;
  /** Null: until a person resumes it. */
  readonly until: string | null;
  readonly by: string;
  readonly reason: string;
}

/** Calls of one state at a target. */
export interface Waiting {
  readonly state: string;
  readonly count: number;
  /** There may be more of them than were counted. */
  readonly atLeast: boolean;
  /** Those of them that go on only by a person's decision. */
  readonly forAPerson: number;
  readonly oldest: string;
}

/** A target as operators see it. */
export interface TargetDetails {
  readonly name: string;
  readonly repeat: string;
  readonly slots: number;
  readonly ratePerSecond: number | null;
  /** What this process makes of the target just now; each replica finds out by itself. */
  readonly gate: GateState | null;
  readonly pause: Pause | null;
  readonly waiting: readonly Waiting[];
}

type PauseRow = Pause & { readonly target: string };

/** So many open calls of a target are counted at most; beyond that the metrics tell. */
const MOST_COUNTED = 10_000;

/** An operator's act with its author. */
export interface ActBy {
  readonly by: string;
  readonly reason: string;
}

/** For how long a target is paused, and in place of what. */
export interface PauseTerms {
  /** An ISO 8601 instant; without it, until a person resumes it. */
  readonly until?: string | undefined;
  /** The pause that this one replaces, as it was shown; needed while one holds. */
  readonly seen?: Pause | undefined;
}

/** What a register of targets works with. */
export interface TargetRegisterParts {
  readonly db: Queryable;
  readonly transactions: Pick<Transactions, 'run'>;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly targets: readonly Target[];
  readonly gateOf: (target: Target) => GateState | undefined;
  /** Called when calls may be taken again. */
  readonly wake: () => void;
  /** How many open calls of each target are counted at most. */
  readonly mostCounted?: number;
}

/**
 * What operators see of targets; they may pause one: a maintenance window that a person opens.
 *
 * A pause holds in every replica from its commit on, for sends and look-ups alike; what is under way is not cut off. It
 * costs no attempt, and what it held back goes out by itself when it ends.
 */
export class TargetRegister {
  constructor(private readonly parts: TargetRegisterParts) {}

  /** Takes the same short while however many calls wait. */
  async list(): Promise<TargetDetails[]> {
    const { db, targets, gateOf, mostCounted = MOST_COUNTED } = this.parts;
    const pauses = await db.query<PauseRow>(readPauses);
    const waiting = await db.query<Waiting & { target: string }>(waitingByTarget, [mostCounted, targets.map(({ name }) => name)]);
    return targets.map((target) => ({
      name: target.name,
      repeat: target.repeat,
      slots: target.slots,
      ratePerSecond: target.ratePerSecond ?? null,
      gate: gateOf(target) ?? null,
      pause: pauses.filter((pause) => pause.target === target.name).map(pauseOf)[0] ?? null,
      waiting: waiting.filter((row) => row.target === target.name).map(waitingOf),
    }));
  }

  /** @throws {Problem} 404 `not-found`. */
  async get(name: string): Promise<TargetDetails> {
    const target = (await this.list()).find((one) => one.name === name);
    if (!target) throw problem('not-found');
    return target;
  }

  /**
   * A pause that holds is replaced only by who names it, and goes on counting from its beginning.
   *
   * @throws {Problem} 404 `not-found`, 409 `target-already-paused` with who has paused it.
   */
  async pause(name: string, { by, reason }: ActBy, { until, seen }: PauseTerms = {}): Promise<TargetDetails> {
    this.assertKnown(name);
    await this.parts.transactions.run(async (db) => {
      const [held] = (await db.query<PauseRow>(readPauses)).filter(({ target }) => target === name);
      const was = [seen?.since, seen?.until, seen?.by, seen?.reason].map((part) => part ?? null);
      if ((await db.query(pauseTarget, [name, until ?? null, by, reason, ...was])).length === 0) throw await pausedAlready(db, name);
      const subject = { kind: 'target', id: name };
      const detail = { until: until ?? null, ...(held && { replaced: pauseOf(held) }) };
      await this.parts.audit.record(db, { act: 'pause', subject, by, reason, detail });
    });
    return this.get(name);
  }

  /** @throws {Problem} 404 `not-found`, 409 `target-not-paused`. */
  async resume(name: string, { by, reason }: ActBy): Promise<TargetDetails> {
    this.assertKnown(name);
    await this.parts.transactions.run(async (db) => {
      if ((await db.query(resumeTarget, [name])).length === 0) throw outboundProblem('target-not-paused');
      await this.parts.audit.record(db, { act: 'resume', subject: { kind: 'target', id: name }, by, reason });
    });
    this.parts.wake();
    return this.get(name);
  }

  private assertKnown(name: string): void {
    if (!this.parts.targets.some((target) => target.name === name)) throw problem('not-found');
  }
}

/** For the transaction that could not pause the target: its pause is locked there. */
async function pausedAlready(db: Queryable, name: string): Promise<Problem> {
  const { by, since, until } = (await db.query<PauseRow>(readPauses)).find(({ target }) => target === name)!;
  const detail = `${by} has paused it since ${since}, until ${until ?? 'it is resumed'}.`;
  return outboundProblem('target-already-paused', { detail });
}

function pauseOf({ since, until, by, reason }: Pause): Pause {
  return { since, until, by, reason };
}

function waitingOf({ state, count, atLeast, forAPerson, oldest }: Waiting): Waiting {
  return { state, count, atLeast, forAPerson, oldest };
}
