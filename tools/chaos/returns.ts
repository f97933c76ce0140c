import { setTimeout as wait } from 'node:timers/promises';
import { catalogue } from '@kervan/contracts';
import { Kafka, logLevel } from 'kafkajs';
import type { ServiceName } from '../platform/services.js';
import type { Fault } from './faults/fault.js';
import { GRACE_SECONDS } from './limits.js';
import type { World } from './world.js';

/** Of these the rate says nothing: nobody's payment waits for them, or too few orders come by them to be missed. */
const BESIDE: ReadonlySet<ServiceName> = new Set(['edi-gateway', 'bank-reconciler', 'console']);

/** Offsets by `<topic>/<partition>`. */
export type Places = ReadonlyMap<string, bigint>;

/** How services are looked at; what cannot be looked at fails. */
export interface ReturnLooks {
  isReady(service: ServiceName): Promise<boolean>;
  /** Where the topics that a service reads end now. */
  ends(service: ServiceName): Promise<Places>;
  /** How far it has read them. */
  positions(service: ServiceName): Promise<Places>;
  readonly everyMs: number;
}

/** A service, and when it was back, in milliseconds since 1970; undefined where it was not in time. */
interface Return {
  readonly service: ServiceName;
  readonly at: number | undefined;
}

/**
 * Watches from the end of a fault on whether each service that was killed, and has no part in the rate, is ready again and
 * has read what lay on its topics by then.
 */
export class Returns {
  private end = 0;
  private watched: Promise<readonly Return[]> = Promise.resolve([]);

  constructor(
    private readonly world: Pick<World, 'killed' | 'tell' | 'miss'>,
    private readonly row: Pick<Fault, 'limitSeconds'>,
    private readonly looks: ReturnLooks,
  ) {}

  /** Begins to watch those that were killed until now; what was seen since an end before does not count any more. */
  since(end: number): void {
    const { limitSeconds } = this.row;
    if (limitSeconds === undefined) return;
    this.end = end;
    const until = end + (limitSeconds + GRACE_SECONDS) * 1_000;
    const killed = [...this.world.killed].filter((service) => BESIDE.has(service));
    this.watched = Promise.all(killed.map(async (service) => ({ service, at: await this.back(service, end, until) })));
  }

  /** Tells how long each has taken, and notes a miss where that is longer than the row allows. Never throws. */
  async note(): Promise<void> {
    for (const { service, at } of await this.watched) {
      if (at === undefined) this.world.miss(`${service} was killed and not ready again, with all read that lay there, ${this.row.limitSeconds} s after the fault`);
      else this.world.tell(`${service} was ready again, with all read that lay there, ${((at - this.end) / 1_000).toFixed(1)} s after the fault`);
    }
  }

  /** What cannot be looked at is not back. */
  private async back(service: ServiceName, end: number, until: number): Promise<number | undefined> {
    const { isReady, ends, positions, everyMs } = this.looks;
    let wanted: Places | undefined;
    while (this.end === end) {
      try {
        wanted ??= await ends(service);
        const isBack = (await isReady(service)) && hasRead(await positions(service), wanted);
        if (isBack && Date.now() <= until) return Date.now();
      } catch {
        // a broker or a database that is away is waited for, too
      }
      if (Date.now() > until) break;
      await wait(everyMs);
    }
    return undefined;
  }
}

function hasRead(positions: Places, wanted: Places): boolean {
  return [...wanted].every(([place, end]) => (positions.get(place) ?? 0n) >= end);
}

/** Looks at the services of a world, their databases and the broker. */
export function returnLooks(world: World): ReturnLooks {
  return {
    isReady: (service) => world.isReady(service),
    ends: (service) => endsOf(world, service),
    positions: (service) => {
      return world.inDatabase(service, async (client) => {
        const { rows } = await client.query<{ place: string; next: string }>(
          `SELECT topic || '/' || partition AS place, next_offset AS next FROM consumer_progress`,
        );
        return new Map(rows.map(({ place, next }) => [place, BigInt(next)]));
      });
    },
    everyMs: 250,
  };
}

/** Of partitions that hold something. */
async function endsOf({ stack: { kafkaBrokers } }: World, service: ServiceName): Promise<Places> {
  const admin = new Kafka({ clientId: 'kervan-chaos', brokers: kafkaBrokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const read = catalogue.topics.filter(({ consumers }) => consumers.includes(service));
    const ends = await Promise.all(read.map(async ({ name }) => {
      const partitions = await admin.fetchTopicOffsets(name);
      return partitions.map(({ partition, high, low }) => ({ place: `${name}/${partition}`, isEmpty: high === low, end: BigInt(high) }));
    }));
    return new Map(ends.flat().flatMap(({ place, isEmpty, end }) => (isEmpty ? [] : [[place, end] as const])));
  } finally {
    await admin.disconnect();
  }
}
