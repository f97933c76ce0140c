import { randomUUID } from 'node:crypto';
import { createTopics } from '@kervan/testing';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecords, type LyingRecord } from '../topics/read-records.js';
import { Stranger } from './bad-records.js';

const brokers = process.env.KAFKA_BROKERS ?? '';
const topic = `copied.${randomUUID()}.v1`;
const LARGE = 300_000;

let producer: Producer;
let stranger: Stranger;
let dropTopics: () => Promise<void>;

beforeAll(async () => {
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  dropTopics = await createTopics([topic]);
  await producer.connect();
  stranger = await Stranger.come(brokers);
});

afterAll(async () => {
  await stranger?.go();
  await producer.disconnect();
  await dropTopics();
});

/** Writes so many records, each under an id of its own. */
async function write(count: number, bytes = 10): Promise<void> {
  const messages = Array.from({ length: count }, (_, number) => {
    return { partition: number % 3, key: String(number), value: Buffer.alloc(bytes, 1), headers: { ce_id: randomUUID() } };
  });
  await producer.send({ topic, messages });
}

it('copies what lies there and what comes, more than a broker takes at once, and each record as often as told', async () => {
  await write(200);
  const come = write(1, LARGE).then(() => write(100));
  expect(await stranger.copyAll([topic], () => 5, come, 30_000)).toEqual({ records: 301, copies: 1_505, missing: 0 });
  const lying: LyingRecord[] = [];
  await readRecords(brokers, [topic], (record) => lying.push(record));
  expect(new Set([...Map.groupBy(lying, ({ headers: { ce_id: id } }) => id).values()].map((same) => same.length))).toEqual(new Set([6]));
});

it('tells what it has not come to', async () => {
  await write(30);
  const { missing } = await stranger.copyAll([topic], () => 1, Promise.resolve(), 0);
  expect(missing).toBeGreaterThan(0);
});
