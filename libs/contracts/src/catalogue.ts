import type { RecordType } from './record-type.js';

/** What a topic carries: facts for anyone, acts asked of one service, or their outcomes. */
export type TopicKind = 'events' | 'commands' | 'replies';

/** One topic of `schemas/topics.yaml`. */
export interface Topic {
  readonly name: string;
  readonly kind: TopicKind;
  /** The field of every record here that is the Kafka key. */
  readonly key: string;
  readonly partitions: number;
  readonly retentionDays: number;
  readonly records: readonly RecordType<unknown>[];
  /** The services that may write, and those that read. */
  readonly producers: readonly string[];
  readonly consumers: readonly string[];
}

/** Every topic and record that there is. A record not in here is a bad message wherever it appears. */
export interface Catalogue {
  readonly topics: readonly Topic[];
  /** @throws when there is no such topic. */
  topic(name: string): Topic;
  /** The record of a full name (`ce_type`), if it is known. */
  record(fullName: string): RecordType<unknown> | undefined;
  /** The topics that carry a record; the same record may serve several participants. */
  topicsOf(record: RecordType<unknown>): readonly Topic[];
  /**
   * The topic that the replies to a commands topic go to: `x.replies.v1` of `x.commands.v1`.
   *
   * @throws when it has none.
   */
  repliesOf(commandTopic: string): Topic;
}

/**
 * Makes a catalogue of the given topics.
 *
 * @throws when a topic is named twice, when two record types share a full name, or when a record lacks its topic's key.
 */
export function createCatalogue(topics: readonly Topic[]): Catalogue {
  const byName = new Map<string, Topic>();
  const records = new Map<string, RecordType<unknown>>();
  const carriers = new Map<string, Topic[]>();
  for (const topic of topics) {
    if (byName.has(topic.name)) throw new Error(`topic ${topic.name} is in the catalogue twice`);
    byName.set(topic.name, topic);
    for (const record of topic.records) {
      const known = records.get(record.fullName);
      if (known && known !== record) throw new Error(`two record types are named ${record.fullName}`);
      assertKey(topic, record);
      records.set(record.fullName, record);
      carriers.set(record.fullName, [...(carriers.get(record.fullName) ?? []), topic]);
    }
  }
  const topic = (name: string): Topic => {
    const found = byName.get(name);
    if (!found) throw new Error(`no topic ${name} in the catalogue`);
    return found;
  };
  return {
    topics,
    topic,
    record: (fullName) => records.get(fullName),
    topicsOf: (record) => carriers.get(record.fullName) ?? [],
    repliesOf(commandTopic) {
      if (topic(commandTopic).kind !== 'commands') throw new Error(`${commandTopic} is not a commands topic`);
      return topic(commandTopic.replace(/\.commands(\.v\d+)$/, '.replies$1'));
    },
  };
}

function assertKey(topic: Topic, record: RecordType<unknown>): void {
  const { fields } = JSON.parse(record.schema) as { fields?: readonly { name: string }[] };
  if (fields?.some((field) => field.name === topic.key)) return;
  throw new Error(`${record.fullName} has no field ${topic.key}, the key of ${topic.name}`);
}
