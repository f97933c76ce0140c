import { randomBytes } from 'node:crypto';
import { catalogue, type Topic } from '@kervan/contracts';
import { testStack } from '@kervan/testing';
import { ConfigResourceTypes, Kafka, logLevel, type Admin } from 'kafkajs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTopics } from './create-topics.js';

const brokers = testStack().kafkaBrokers;

describe('creating topics', () => {
  let admin: Admin;
  let topic: Topic;
  let deadLetters: string;

  beforeAll(async () => {
    admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
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

  it('refuses a topic that is there with another number of partitions, and creates nothing', async () => {
    await createTopics({ kafka: { brokers }, topics: [topic] });
    const other: Topic = { ...topic, name: `${topic.name}.other` };
    await expect(createTopics({ kafka: { brokers }, topics: [{ ...topic, partitions: 24 }, other] })).rejects.toThrow(
      `${topic.name} has 12 partitions, not 24`,
    );
    expect(await admin.listTopics()).not.toContain(other.name);
  });
});
