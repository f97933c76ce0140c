import type { KafkaFaults } from '../kafka/model-kafka.js';
import type { SeededRandom } from '../machine/seeded-random.js';
import type { FarFaults } from '../outside/far-client.js';
import type { DatabaseFaults } from '../postgres/postgres-server.js';
import type { HandlerFaults } from '../services/handlers-of.js';

/** What may go wrong in a run, and how often. */
export interface Faults {
  readonly database: DatabaseFaults;
  readonly kafka: KafkaFaults;
  readonly far: FarFaults;
  readonly handlers: HandlerFaults;
  /** How many processes die, freeze, and how many rebalances come for no reason. */
  readonly crashes: number;
  readonly freezes: number;
  readonly rebalances: number;
  /** After so long nothing goes wrong any more; milliseconds. */
  readonly untilMs: number;
}

/** Nothing goes wrong. */
export const noFaults: Faults = {
  database: { lostBefore: 0, lostAfter: 0, slow: 0 },
  kafka: { refused: 0, unacknowledged: 0, belated: 0 },
  far: { unreachable: 0, cutAfter: 0, cutBefore: 0, slow: 0, busy: 0 },
  handlers: { retryable: 0, permanent: 0, stuck: 0 },
  crashes: 0,
  freezes: 0,
  rebalances: 0,
  untilMs: 0,
};

/** Draws which faults a run has: of each kind none, a few or many, so that some runs show one kind alone. */
export function drawFaults(random: SeededRandom): Faults {
  const rate = (most: number): number => (random.chance(0.4) ? random.next() * most : 0);
  const count = (most: number): number => (random.chance(0.5) ? random.int(1, most) : 0);
  if (random.chance(0.04)) return outage(random);
  return {
    database: { lostBefore: rate(0.01), lostAfter: rate(0.02), slow: rate(0.02) },
    kafka: { refused: rate(0.1), unacknowledged: rate(0.2), belated: rate(0.1) },
    far: { unreachable: rate(0.3), cutAfter: rate(0.4), cutBefore: rate(0.2), slow: rate(0.3), busy: rate(0.3) },
    handlers: { retryable: rate(0.15), permanent: rate(0.05), stuck: rate(0.01) },
    crashes: count(4),
    freezes: count(2),
    rebalances: count(4),
    untilMs: random.int(1_500, 7_000),
  };
}

/** The outside is away for longer than the saga's deadlines, and one process or another dies meanwhile. */
function outage(random: SeededRandom): Faults {
  const far = { ...noFaults.far, unreachable: 1 };
  return { ...noFaults, far, crashes: random.int(0, 3), untilMs: random.int(8, 25) * 60_000 };
}
