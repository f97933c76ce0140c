import { randomUUID } from 'node:crypto';
import { OrderPlaced, OrderTaken } from '@kervan/contracts';
import { CompressionTypes, type EachBatchPayload, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import pg from 'pg';
import { contenderSettings } from '../contender-settings.js';
import { answerTo, framed, orderIn } from './records.js';

/**
 * The hop as a loop over kafkajs and pg and nothing else: no framework, no trace, no health, nothing held.
 *
 * One transaction per batch, with the statements of Kervan's chunk that a loop cannot do without: position, inbox,
 * state, outbox. Sent after the commit, then deleted, then committed to Kafka. It does not look for held keys or locks.
 */
const settings = contenderSettings();
const { service, placed, taken, schemaIds, partitionsAtOnce } = settings;
const schemaId = schemaIds[OrderTaken.fullName] ?? 0;
const kafka = new Kafka({ brokers: [...settings.brokers], clientId: service, logLevel: logLevel.ERROR });
const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 4 });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
const consumer = kafka.consumer({ groupId: service, maxWaitTimeInMs: 250 });

const sql = {
  position: {
    name: 'position',
    text: `INSERT INTO consumer_progress AS p (consumer, topic, partition, next_offset) VALUES ($1, $2, $3, $5)
      ON CONFLICT (consumer, topic, partition) DO UPDATE SET next_offset = excluded.next_offset, updated_at = now()
      WHERE p.next_offset <= $4`,
  },
  inbox: {
    name: 'inbox',
    text: `INSERT INTO inbox (consumer, message_id) SELECT $1, id FROM (SELECT DISTINCT id FROM unnest($2::uuid[]) id ORDER BY id) ids
      ON CONFLICT DO NOTHING RETURNING message_id`,
  },
  state: {
    name: 'state',
    text: `INSERT INTO hop_order (order_id, company, order_number, gross_minor, currency, placed_at, taken_at)
      SELECT *, $7::timestamptz
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[])
      ON CONFLICT (order_id) DO UPDATE SET gross_minor = excluded.gross_minor, taken_at = excluded.taken_at`,
  },
  outbox: {
    name: 'outbox',
    text: `INSERT INTO outbox_message (lane, topic, key, message_id, value, headers)
      SELECT lane, topic, key, message_id, value, headers
      FROM unnest($1::smallint[], $2::text[], $3::bytea[], $4::uuid[], $5::bytea[], $6::json[])
        WITH ORDINALITY o (lane, topic, key, message_id, value, headers, ordinal)
      ORDER BY ordinal RETURNING id`,
  },
  sent: { name: 'sent', text: 'DELETE FROM outbox_message WHERE id = ANY($1::bigint[])' },
} as const;

async function take({ batch, resolveOffset, heartbeat, commitOffsetsIfNecessary }: EachBatchPayload): Promise<void> {
  const { partition, messages } = batch;
  const outputs = await handle(partition, messages);
  await send(outputs);
  await pool.query({ ...sql.sent, values: [outputs.map(({ id }) => id)] });
  resolveOffset(batch.lastOffset());
  await commitOffsetsIfNecessary();
  await heartbeat();
}

interface Sent {
  readonly id: string;
  readonly record: { key: Buffer; value: Buffer; headers: Record<string, string>; partition: number };
}

async function handle(partition: number, messages: readonly KafkaMessage[]): Promise<Sent[]> {
  const [first, last] = [messages[0], messages.at(-1)] as [KafkaMessage, KafkaMessage];
  const takenAt = new Date().toISOString();
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({ ...sql.position, values: [service, placed, partition, first.offset, String(BigInt(last.offset) + 1n)] });
    const ids = messages.map(({ headers }) => String(headers?.ce_id));
    const { rows } = await client.query<{ message_id: string }>({ ...sql.inbox, values: [service, ids] });
    const entered = new Set(rows.map(({ message_id }) => message_id));
    const fresh = messages.filter((_, at) => entered.delete(ids[at] as string));
    const orders = fresh.map((message) => orderIn(message, OrderPlaced));
    await client.query({
      ...sql.state,
      values: [
        orders.map(({ orderId }) => orderId),
        orders.map(({ order }) => order.company),
        orders.map(({ order }) => order.orderNumber),
        orders.map(({ order }) => order.totals.grossMinor),
        orders.map(({ order }) => order.currency),
        orders.map(({ order }) => order.placedAt),
        takenAt,
      ],
    });
    const records = fresh.map((message, at) => {
      const body = OrderTaken.encode({ orderId: (orders[at] as OrderPlaced).orderId, takenAt, toldAt: null, receivable: null });
      return answerTo(message, framed(schemaId, body), { id: randomUUID(), service, type: OrderTaken.fullName });
    });
    const stored = await client.query<{ id: string }>({
      ...sql.outbox,
      values: [
        records.map(() => partition),
        records.map(() => taken),
        records.map(({ key }) => key),
        records.map(({ headers }) => headers.ce_id),
        records.map(({ value }) => value),
        records.map(({ headers }) => JSON.stringify(headers)),
      ],
    });
    await client.query('COMMIT');
    return records.map((record, at) => ({ id: stored.rows[at]?.id ?? '', record: { ...record, partition } }));
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function send(outputs: readonly Sent[]): Promise<void> {
  await producer.send({ topic: taken, acks: -1, compression: CompressionTypes.None, messages: outputs.map(({ record }) => record) });
}

await producer.connect();
await consumer.connect();
await consumer.subscribe({ topic: placed, fromBeginning: true });
process.once('SIGTERM', () => void consumer.disconnect().then(() => producer.disconnect()).then(() => pool.end()).then(() => process.exit(0)));
await consumer.run({ eachBatchAutoResolve: false, partitionsConsumedConcurrently: partitionsAtOnce, eachBatch: take });
