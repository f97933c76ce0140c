import { type Catalogue, createCatalogue, type RecordType } from '@kervan/contracts';
import { kafkaClient, type KafkaClientOptions, LANES } from '@kervan/messaging';
import { clientConfig, RecordProducer } from '@kervan/messaging/parts';
import { eventually, StockCounted } from '@kervan/testing';
import { Kafka } from 'kafkajs';
import type { CandidateClient, RecordSender } from '../kafka-client/client-door.js';
import type { KafkaCluster } from '../stack/kafka-cluster.js';
import { createTopics } from '../topics/create-topics.js';
import { idleTimers } from './idle-timers.js';
import { SERVICE, startOwnConsumer } from './own-consumer.js';
import { readBack } from './read-back.js';
import { unpatchedKafkajs } from './unpatched-kafkajs.js';
import { type Verdict, verdictOn } from './verdict.js';
import { Writer } from './writer.js';

/** What a run needs: three brokers, an empty database, and somebody to tell how far it is. */
export interface FailoverSurroundings {
  readonly cluster: KafkaCluster;
  readonly database: { readonly url: string };
  readonly tell: (line: string) => void;
  /** Who is killed, one after another; all by default. */
  readonly victims?: readonly number[];
  /** One more client that writes beside the two. */
  readonly candidate?: CandidateClient;
}

/** What a client has done while leaders died. */
export interface ClientOutcome extends Verdict {
  /** The longest time without an acknowledgement, milliseconds. */
  readonly longestWaitMs: number;
  /** How often the client gave a batch up, which is then sent again and may be there twice. */
  readonly givenUp: number;
  /** Timers a second while there is nothing to send. */
  readonly idleTimers: number;
}

/** What a run has shown. */
export interface FailoverOutcome {
  /** kafkajs with our patches. */
  readonly patched: ClientOutcome;
  /** kafkajs without. */
  readonly unpatched: ClientOutcome;
  /** Another client behind the same door, if the run was given one. */
  readonly candidate: ClientOutcome | undefined;
  /** What our own consumer made of what the patched client wrote. */
  readonly consumed: Verdict & { readonly held: number };
  readonly kills: number;
}

/** So many batches are acknowledged before a broker is killed, and again before it comes back. */
const STEADY_BATCHES = 40;
const PATIENCE = { withinMs: 120_000, everyMs: 50 };

/**
 * Kills one leader after another with SIGKILL, the first, third and so on after it has hung until others lead in its
 * place: then the requests to it are open while all others are answered. Meanwhile kafkajs with our patches and without writes
 * to every partition, acknowledged by all replicas in sync, and our own consumer reads. Then everything is read back.
 */
export async function runFailover({ cluster, database, tell, candidate, victims = cluster.ids }: FailoverSurroundings): Promise<FailoverOutcome> {
  const connection = { brokers: cluster.brokers, clientId: SERVICE };
  const unpatched = unpatchedKafkajs();
  try {
    const kafka = kafkaClient(connection);
    const doors: Record<string, () => RecordSender> = {
      patched: () => new RecordProducer(kafka),
      unpatched: () => new RecordProducer(unpatched.client(clientConfig(connection))),
      ...(candidate && { candidate: () => candidate.open(connection).sender() }),
    };
    const topicOf = (name: string): string => `failover.${name}.events.v1`;
    const topics = [...Object.keys(doors), 'idle'].map(topicOf);
    await createTopics({ kafka: connection, topics: catalogueOf(...topics).topics, replicationFactor: 3 });
    await allInSync(kafka, topics);

    tell('each client idles …');
    const idle = new Map<string, number>();
    for (const [name, door] of Object.entries(doors)) idle.set(name, await idleTimers(door(), topicOf('idle')));

    const consumer = await startOwnConsumer(connection, database, catalogueOf(topicOf('patched')));
    const writers = new Map(Object.entries(doors).map(([name, door]) => [name, new Writer(door(), topicOf(name))]));
    const all = [...writers.values()];
    for (const writer of all) writer.start();
    for (const [at, id] of victims.entries()) {
      await moreAcknowledged(all);
      if (at % 2 === 0) {
        tell(`broker ${id} hangs …`);
        cluster.freeze(id);
        await othersLead(connection, id, topics);
      }
      tell(`broker ${id} is killed …`);
      await cluster.kill(id);
      await moreAcknowledged(all);
      tell(`broker ${id} comes back …`);
      await cluster.restart(id);
      await allInSync(kafka, topics);
    }
    await moreAcknowledged(all);
    await Promise.all(all.map((writer) => writer.stop()));

    tell('everything is read back …');
    const outcomeOf = async (name: string): Promise<ClientOutcome> => {
      const { acknowledged, longestWaitMs, givenUp } = writers.get(name)!;
      const seen = await readBack(kafka, topicOf(name));
      return { ...verdictOn(acknowledged, seen), longestWaitMs: Math.round(longestWaitMs), givenUp, idleTimers: idle.get(name)! };
    };
    const patched = await outcomeOf('patched');
    const handled = await eventually(
      'our consumer has handled as much',
      async () => {
        const seen = await consumer.handled();
        return seen.length >= patched.acknowledged - patched.lost && seen;
      },
      PATIENCE,
    );
    const outcome = {
      patched,
      unpatched: await outcomeOf('unpatched'),
      candidate: candidate && (await outcomeOf('candidate')),
      consumed: { ...verdictOn(writers.get('patched')!.acknowledged, handled), held: await consumer.held() },
      kills: victims.length,
    };
    await consumer.stop();
    return outcome;
  } finally {
    unpatched.remove();
  }
}

/** Events of stock, which {@link SERVICE} writes and reads. */
export function catalogueOf(...names: readonly string[]): Catalogue {
  const shared = { kind: 'events', key: 'orderId', partitions: LANES, retentionDays: 1 } as const;
  return createCatalogue(
    names.map((name) => ({ ...shared, name, records: [StockCounted as RecordType<unknown>], producers: [SERVICE], consumers: [SERVICE] })),
  );
}

async function moreAcknowledged(writers: readonly Writer[]): Promise<void> {
  const before = writers.map(({ acknowledged }) => acknowledged);
  await eventually(
    `${STEADY_BATCHES} more batches are acknowledged`,
    () => writers.every(({ acknowledged }, at) => acknowledged >= before[at]! + STEADY_BATCHES),
    PATIENCE,
  );
}

/** Every partition has a leader, and it is not the broker that hangs. */
async function othersLead(connection: KafkaClientOptions, hanging: number, topics: readonly string[]): Promise<void> {
  const brokers = connection.brokers.filter((_, index) => index + 1 !== hanging);
  const config = { ...clientConfig({ ...connection, brokers }), requestTimeout: 2_000, retry: { retries: 0 } };
  await eventually(
    'others lead',
    async () => {
      const admin = new Kafka(config).admin();
      try {
        await admin.connect();
        const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
        const leaders = found.flatMap(({ partitions }) => partitions.map(({ leader }) => leader));
        return leaders.length === topics.length * LANES && leaders.every((leader) => leader > 0 && leader !== hanging);
      } finally {
        await admin.disconnect();
      }
    },
    PATIENCE,
  );
}

/** Every partition has its leader and all of its copies in sync. */
async function allInSync(kafka: Kafka, topics: readonly string[]): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await eventually(
      'all copies are in sync',
      async () => {
        const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
        const partitions = metadata.topics.flatMap((topic) => topic.partitions);
        return partitions.length === topics.length * LANES && partitions.every(({ leader, isr }) => leader > 0 && isr.length === 3);
      },
      PATIENCE,
    );
  } finally {
    await admin.disconnect();
  }
}
