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

/**
 * Waits until each service that was killed, and has no part in the rate, is ready again and has read what lay on its topics
 * when the fault was over; tells how long that took, and notes a miss where it is longer than the row allows. Never throws.
 *
 * @param end of the fault, in milliseconds since 1970.
 */
export async function noteReturns(
  world: Pick<World, 'killed' | 'tell' | 'miss'>,
  { limitSeconds }: Pick<Fault, 'limitSeconds'>,
  end: number,
  looks: ReturnLooks,
): Promise<void> {
  if (limitSeconds === undefined) return;
  const until = end + (limitSeconds + GRACE_SECONDS) * 1_000;
  const killed = [...world.killed].filter((service) => BESIDE.has(service));
  await Promise.all(
    killed.map(async (service) => {
      if (await isBack(service, until, looks)) world.tell(`${service} was ready again, with all read that lay there, ${((Date.now() - end) / 1_000).toFixed(1)} s after the fault`);
      else world.miss(`${service} was killed and not ready again, with all read that lay there, ${limitSeconds} s after the fault`);
    }),
  );
}

/** What cannot be looked at is not back. */
async function isBack(service: ServiceName, until: number, { isReady, ends, positions, everyMs }: ReturnLooks): Promise<boolean> {
  let wanted: Places | undefined;
  for (;;) {
    try {
      wanted ??= await ends(service);
      if ((await isReady(service)) && hasRead(await positions(service), wanted)) return Date.now() <= until;
    } catch {
      // a broker or a database that is away is waited for, too
    }
    if (Date.now() > until) return false;
    await wait(everyMs);
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
