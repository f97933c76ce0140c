import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { catalogue, type Topic } from '@kervan/contracts';
import { eventually, readTopics, testStack } from '@kervan/testing';
import { CompressionCodecs, CompressionTypes, ConfigResourceTypes, Kafka, logLevel, type Admin } from 'kafkajs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTopics } from './create-topics.js';

const brokers = testStack().kafkaBrokers;

/** How kafkajs compresses and reads what is compressed, by the number of the codec. */
const codecs = CompressionCodecs as Record<number, () => Codec>;

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(compressed: Buffer): Promise<Buffer>;
}

describe('creating topics', () => {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  let admin: Admin;
  let topic: Topic;
  let deadLetters: string;

  beforeAll(async () => {
    admin = kafka.admin();
    await admin.connect();
  });

  beforeEach(() => {
    const suffix = randomBytes(6).toString('hex');
    const name = `test-${suffix}.order.events.v1`;
    topic = { ...catalogue.topic('sales.order.events.v1'), name, retentionDays: 3, consumers: [`reader-${suffix}`] };
    deadLetters = `reader-${suffix}.dlq.v1`;
  });

  afterEach(() => admin.deleteTopics({ topics: [topic.name, deadLetters] }));

  afterAll(() => admin.disconnect());

  it('makes each topic and the dead letters of each consumer, and then leaves them be', async () => {
    const names = [deadLetters, topic.name];
    expect(await createTopics({ kafka: { brokers }, topics: [topic] })).toEqual({ created: names, present: [] });
    expect(await createTopics({ kafka: { brokers }, topics: [topic] })).toEqual({ created: [], present: names });

    const { topics } = await admin.fetchTopicMetadata({ topics: names });
    expect(topics.map(({ partitions }) => partitions.length)).toEqual([12, 12]);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames: ['retention.ms'] })),
    });
    expect(resources.map(({ configEntries }) => configEntries[0]?.configValue)).toEqual(['259200000', '259200000']);
  });

  it.each([
    ['zstd, which kafkajs does not read', CompressionTypes.ZSTD, zstdCompressSync],
    ['gzip', CompressionTypes.GZIP, gzipSync],
  ])('has records kept as they were before they were compressed by %s', async (_what, compression, compress) => {
    await createTopics({ kafka: { brokers }, topics: [topic] });
    const codec = codecs[compression]!;
    codecs[compression] = () => ({
      compress: (encoder) => Promise.resolve(compress(encoder.buffer)),
      decompress: () => Promise.reject(new Error('it was compressed')),
    });
    try {
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic: topic.name, compression, messages: [{ key: 'k', value: 'v'.repeat(1_000) }] });
      await producer.disconnect();
      const reader = await readTopics(topic.name);
      const read = await eventually('it is read', () => reader.records[0]);
      await reader.stop();
      expect(read.value?.toString()).toBe('v'.repeat(1_000));
    } finally {
      codecs[compression] = codec;
    }
  });

  it('refuses a topic that is there with another number of partitions, and creates nothing', async () => {
    await createTopics({ kafka: { brokers }, topics: [topic] });
    const other: Topic = { ...topic, name: `${topic.name}.other` };
    await expect(createTopics({ kafka: { brokers }, topics: [{ ...topic, partitions: 24 }, other] })).rejects.toThrow(
      `${topic.name} has 12 partitions, not 24`,
    );
    expect(await admin.listTopics()).not.toContain(other.name);
  });
});
