import { SeededRandom } from '../machine/seeded-random.js';
import type { PlannedOrder } from '../run/plan.js';

/** What a run with persons has beside them. */
export interface ActsInRun {
  /** Chance of their own: the runs without them, and all else of those with them, are drawn as ever. */
  readonly random: SeededRandom;
  /** Documents that the ERP refuses at first, so that there is something to decide: kinds, each with the number of times. */
  readonly refusesAtFirst: ReadonlyMap<string, number>;
  /** How many invoices the authority refuses at first for their form. */
  readonly malformedAtFirst: number;
}

/** So many runs have persons who act. */
const SHARE = 0.3;
const SALT = 0x0ff1ce;
const REFUSED = ['sales-order', 'invoice', 'payment', 'settlement', 'cancellation'];

/** Orders of which some payments that were planned do not come: persons see to what is due then. */
export function withoutSomePayments({ random }: ActsInRun, orders: readonly PlannedOrder[]): readonly PlannedOrder[] {
  return orders.map((order) => ({ ...order, bankLines: order.bankLines.filter(() => random.chance(0.6)) }));
}

/** What persons do in the run of a seed; undefined where nobody acts. @param planned whether they do, whatever the seed says. */
export function actsInRun(seed: number, planned?: boolean): ActsInRun | undefined {
  const random = new SeededRandom(seed ^ SALT);
  const isDrawn = random.chance(SHARE);
  if (!(planned ?? isDrawn)) return undefined;
  const refused = REFUSED.flatMap((kind) => (random.chance(0.4) ? [[kind, random.int(1, 2)] as const] : []));
  return { random, refusesAtFirst: new Map(refused), malformedAtFirst: random.chance(0.25) ? 1 : 0 };
}
