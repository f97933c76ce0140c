import { randomUUID } from 'node:crypto';
import { createTopics, testStack } from '@kervan/testing';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecords, type LyingRecord } from './read-records.js';

const brokers = [...testStack().kafkaBrokers];
const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });

describe('the records of topics', () => {
  const [full, empty] = [`reading-${randomUUID()}`, `reading-${randomUUID()}`];
  let drop: () => Promise<void>;
  let producer: Producer;

  beforeAll(async () => {
    drop = await createTopics([full, empty]);
    producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const one = { key: 'k', value: 'first', partition: 3, headers: { ce_id: ['a', 'b'], ce_type: 't' } };
    await producer.send({ topic: full, messages: [one, { ...one, value: null, headers: {} }, { key: null, value: 'x', partition: 5 }] });
  });

  afterAll(async () => {
    await producer.disconnect();
    await drop();
  });

  async function read(...topics: readonly string[]): Promise<LyingRecord[]> {
    const records: LyingRecord[] = [];
    await readRecords(brokers.join(), topics, (record) => records.push(record));
    return records;
  }

  it('are read to their ends, in order within a partition, with the first of repeated headers', async () => {
    const records = await read(full, empty);
    expect(records).toHaveLength(3);
    expect(records.filter(({ partition }) => partition === 3)).toMatchObject([
      { topic: full, offset: 0n, key: 'k', value: Buffer.from('first'), headers: { ce_id: 'a', ce_type: 't' } },
      { topic: full, offset: 1n, key: 'k', value: null, headers: {} },
    ]);
    expect(records.find(({ partition }) => partition === 5)).toMatchObject({ key: undefined, value: Buffer.from('x') });
  });

  it('are none where there are none, and what was dropped from the beginning is not waited for', async () => {
    expect(await read(empty)).toEqual([]);
    const admin = kafka.admin();
    await admin.connect();
    await admin.fetchTopicOffsets(full); // kafkajs deletes only where it knows the leaders
    await admin.deleteTopicRecords({ topic: full, partitions: [3, 5].map((partition) => ({ partition, offset: '1' })) });
    await admin.disconnect();
    expect((await read(full)).map(({ partition, offset }) => `${partition} ${offset}`)).toEqual(['3 1']);
  });
});
