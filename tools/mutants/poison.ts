import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Installation } from '../platform/services.js';
import { readRecords, type LyingRecord } from '../topics/read-records.js';

const TOPIC = 'erp.document.replies.v1';

/** Writes a record that cannot be read under the key of an order, and behind it a sound one, both as a stranger would. */
export async function poison({ stack: { kafkaBrokers } }: Installation): Promise<void> {
  const replies: LyingRecord[] = [];
  await readRecords(kafkaBrokers, [TOPIC], (record) => replies.push(record));
  const [reply] = replies;
  if (!reply?.key || !reply.value) throw new Error(`there is no reply on ${TOPIC}`);
  const { key, value, partition } = reply;
  const headers = (): Record<string, string> => ({ ...reply.headers, ce_id: randomUUID(), ce_source: 'stranger' });
  const kafka = new Kafka({ brokers: kafkaBrokers.split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    for (const each of [value.subarray(0, value.length / 2), value]) {
      await producer.send({ topic: TOPIC, messages: [{ key, value: each, partition, headers: headers() }] });
    }
  } finally {
    await producer.disconnect();
  }
}
