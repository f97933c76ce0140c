import { catalogue, type Topic } from '@kervan/contracts';
import type { KafkaConnection } from '@kervan/service-host';
import type { Admin, ITopicConfig } from 'kafkajs';
import { administerKafka } from './kafka-admin.js';
import { untilLed } from './until-led.js';

const DAY_MS = 86_400_000;

/** Where to create topics, and which. */
export interface TopicCreation {
  readonly kafka: KafkaConnection;
  /** The topics of the catalogue by default. */
  readonly topics?: readonly Topic[];
  /** Copies of each partition; 1 by default. With 3 or more, a write needs all but one of them. */
  readonly replicationFactor?: number;
}

/** What of a topic its creation needs. */
type Shape = Pick<Topic, 'name' | 'partitions' | 'retentionDays'>;

/** What was done: names of topics, sorted. */
export interface CreatedTopics {
  readonly created: readonly string[];
  readonly present: readonly string[];
}

/**
 * Creates the topics that are missing, with `<service>.dlq.v1` for each consuming service.
 *
 * Topics that are there keep their settings. Creating again is harmless, also by two at once.
 *
 * @throws before anything is created, when a topic is there with another number of partitions: keys would move, and
 * with them the order of their messages. Also when the cluster cannot be reached.
 */
export async function createTopics({
  kafka,
  topics = catalogue.topics,
  replicationFactor = 1,
}: TopicCreation): Promise<CreatedTopics> {
  return administerKafka(kafka, async (admin) => {
    const wanted = [...topics, ...deadLettersOf(topics)].map((topic) => configOf(topic, replicationFactor));
    const present = await partitionsOf(admin, wanted.map(({ topic }) => topic));
    assertPartitions(wanted, present);
    const missing = wanted.filter(({ topic }) => !present.has(topic));
    const created = missing.map(({ topic }) => topic).sort();
    if (missing.length > 0) {
      await admin.createTopics({ topics: missing, waitForLeaders: false });
      await untilLed(admin, created);
    }
    return { created, present: [...present.keys()].sort() };
  });
}

/**
 * A record goes with its segment: closed each day, so that none stays for more than a day beyond its retention. Whoever writes
 * may compress; what is read is not, since kafkajs reads little of what there is, and the broker's limit is one of what was meant.
 */
function configOf({ name, partitions, retentionDays }: Shape, replicationFactor: number): ITopicConfig {
  return {
    topic: name,
    numPartitions: partitions,
    replicationFactor,
    configEntries: [
      { name: 'cleanup.policy', value: 'delete' },
      { name: 'compression.type', value: 'uncompressed' },
      { name: 'retention.ms', value: String(retentionDays * DAY_MS) },
      { name: 'segment.ms', value: String(DAY_MS) },
      { name: 'min.insync.replicas', value: String(replicationFactor >= 3 ? replicationFactor - 1 : 1) },
    ],
  };
}

/** The topics of dead letters: kept as long, and spread as wide, as the most of what their consumer reads. */
export function deadLettersOf(topics: readonly Topic[]): Shape[] {
  const consumers = [...new Set(topics.flatMap((topic) => topic.consumers))].sort();
  return consumers.map((consumer) => {
    const read = topics.filter((topic) => topic.consumers.includes(consumer));
    return {
      name: `${consumer}.dlq.v1`,
      partitions: Math.max(...read.map(({ partitions }) => partitions)),
      retentionDays: Math.max(...read.map(({ retentionDays }) => retentionDays)),
    };
  });
}

async function partitionsOf(admin: Admin, names: readonly string[]): Promise<Map<string, number>> {
  const existing = new Set(await admin.listTopics());
  const present = names.filter((name) => existing.has(name));
  if (present.length === 0) return new Map();
  const { topics } = await admin.fetchTopicMetadata({ topics: present });
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
}

function assertPartitions(wanted: readonly ITopicConfig[], present: ReadonlyMap<string, number>): void {
  const wrong = wanted.filter(({ topic, numPartitions }) => (present.get(topic) ?? numPartitions) !== numPartitions);
  if (wrong.length === 0) return;
  const told = wrong.map(
    ({ topic, numPartitions }) => `${topic} has ${present.get(topic)} partitions, not ${numPartitions}`,
  );
  throw new Error(`${told.join('; ')}. Keys would move between partitions: make a new topic version instead.`);
}
