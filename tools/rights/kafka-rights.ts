import type { Topic } from '@kervan/contracts';
import { deadLettersOf } from '../topics/create-topics.js';

/** What a principal may do with a topic or a consumer group; the words are Kafka's own. */
export const kafkaOperations = ['Create', 'Describe', 'Read', 'Write'] as const;

export type KafkaOperation = (typeof kafkaOperations)[number];

/** One right: the principal may do this with the resource of exactly this name, from any host. */
export interface KafkaRight {
  readonly principal: string;
  readonly resource: 'topic' | 'group';
  readonly name: string;
  readonly operation: KafkaOperation;
}

/** Who creates the topics, and touches no message. */
export const SETUP = 'setup';

/**
 * The rights that the topics ask for, in a fixed order: those of each service, under its own name, and those of setup.
 *
 * A service writes what it produces and its own dead letters, reads what it consumes, and has the group of its own name.
 * Read and Write bring Describe with them, and Write the idempotent producer (KIP-679).
 */
export function kafkaRights(topics: readonly Topic[]): KafkaRight[] {
  return [...servicesOf(topics).flatMap((service) => rightsOf(service, topics)), ...rightsOfSetup(topics)];
}

/** The services that write or read any of the topics. */
export function servicesOf(topics: readonly Topic[]): string[] {
  return [...new Set(topics.flatMap(({ producers, consumers }) => [...producers, ...consumers]))].sort();
}

/** Every topic that rights are about: those of the catalogue, and those of dead letters. */
export function allTopics(topics: readonly Topic[]): string[] {
  return [...topics, ...deadLettersOf(topics)].map(({ name }) => name).sort();
}

function rightsOf(service: string, topics: readonly Topic[]): KafkaRight[] {
  const produced = topics.filter(({ producers }) => producers.includes(service)).map(({ name }) => name);
  const consumed = topics.filter(({ consumers }) => consumers.includes(service)).map(({ name }) => name);
  const right = (resource: KafkaRight['resource'], operation: KafkaOperation) => (name: string) => {
    return { principal: service, resource, name, operation };
  };
  const own = consumed.length > 0 ? [service] : [];
  return [
    ...own.map(right('group', 'Read')),
    ...consumed.sort().map(right('topic', 'Read')),
    ...[...produced, ...own.map((name) => `${name}.dlq.v1`)].sort().map(right('topic', 'Write')),
  ];
}

function rightsOfSetup(topics: readonly Topic[]): KafkaRight[] {
  return allTopics(topics).flatMap((name) =>
    (['Create', 'Describe'] as const).map((operation) => {
      return { principal: SETUP, resource: 'topic' as const, name, operation };
    }),
  );
}
