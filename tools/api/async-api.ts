import type { Catalogue, RecordType, Topic } from '@kervan/contracts';
import { Header } from '@kervan/messaging';

const AVRO = 'application/vnd.apache.avro+json;version=1.9.0';
const DAY_MS = 24 * 60 * 60 * 1_000;

const text = (description: string): object => ({ type: 'string', description });

const headers = {
  type: 'object',
  required: [Header.id, Header.type, Header.correlationId],
  properties: {
    [Header.id]: text('The message; the same id again is passed over.'),
    [Header.type]: text('The full name of the record.'),
    [Header.source]: text('The service or program that wrote it.'),
    [Header.time]: text('When it was made, ISO 8601.'),
    [Header.correlationId]: text('What everything about one order shares, from the first request to the last call.'),
    [Header.causationId]: text('The message that caused it.'),
    [Header.traceparent]: text('W3C Trace Context.'),
    [Header.baggage]: text("W3C Baggage: the order's number, channel, company and branch."),
  },
};

/**
 * The AsyncAPI 3.1 description of every topic: what is on it, its key, who writes and who reads.
 *
 * The payloads are the registered Avro schemas, in Confluent's wire format.
 */
export function asyncApi({ topics }: Catalogue): object {
  const records = new Map(topics.flatMap((topic) => topic.records.map((record) => [record.fullName, record] as const)));
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Kervan',
      version: '1',
      description:
        'Every topic of Kervan. Values are Avro in Confluent wire format: a zero byte, four bytes of schema id, the record. ' +
        'Subjects of the schema registry are the full names of the records.',
      license: { name: 'Apache-2.0' },
    },
    servers: {
      kafka: {
        host: '{brokers}',
        protocol: 'kafka-secure',
        description: 'Kafka, and the schema registry beside it.',
        variables: { brokers: { default: 'localhost:9092', description: 'Host and port of a broker.' } },
        security: [{ type: 'scramSha512', description: 'One principal per service.' }],
      },
    },
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channelOf(topic)])),
    operations: Object.fromEntries(topics.flatMap(operationsOn)),
    components: {
      messages: Object.fromEntries([...records.values()].map((record) => [record.fullName, messageOf(record)])),
      messageTraits: { kervan: { headers, correlationId: { location: `$message.header#/${Header.correlationId}` } } },
    },
  };
}

function channelOf({ name, kind, key, partitions, retentionDays, records }: Topic): object {
  return {
    address: name,
    description: `${descriptions[kind]} The key is the record's ${key}: its order is kept.`,
    messages: Object.fromEntries(records.map(({ fullName }) => [fullName, { $ref: `#/components/messages/${fullName}` }])),
    bindings: {
      kafka: { topic: name, partitions, topicConfiguration: { 'retention.ms': retentionDays * DAY_MS }, bindingVersion: '0.5.0' },
    },
  };
}

const descriptions = {
  events: 'Facts, for anyone.',
  commands: 'Acts that are asked of the one service that reads them.',
  replies: 'Outcomes of commands.',
} as const;

function operationsOn({ name, producers, consumers }: Topic): (readonly [string, object])[] {
  const channel = { $ref: `#/channels/${name}` };
  return [
    ...producers.map((service) => [`${service}.sends.${name}`, { action: 'send', channel, summary: `${service} writes.` }] as const),
    ...consumers.map((service) => [`${service}.receives.${name}`, { action: 'receive', channel, summary: `${service} reads.` }] as const),
  ];
}

function messageOf({ fullName, kind, schema }: RecordType<unknown>): object {
  const parsed = JSON.parse(schema) as { readonly doc?: string; readonly name?: string };
  return {
    name: fullName,
    title: fullName.split('.').at(-1),
    ...(parsed.doc !== undefined && { summary: parsed.doc }),
    tags: [{ name: kind }],
    contentType: 'application/vnd.apache.avro',
    traits: [{ $ref: '#/components/messageTraits/kervan' }],
    payload: { schemaFormat: AVRO, schema: parsed },
    bindings: {
      kafka: { key: { type: 'string' }, schemaIdLocation: 'payload', schemaIdPayloadEncoding: 'confluent', bindingVersion: '0.5.0' },
    },
  };
}
