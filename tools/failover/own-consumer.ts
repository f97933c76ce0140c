import { createHash } from 'node:crypto';
import type { Catalogue } from '@kervan/contracts';
import { createMessagingCore, type MessagingCore, messagingMigrations } from '@kervan/messaging';
import { createMessageConsumer, Handlers, type MessageConsumer, type SingleHandler } from '@kervan/messaging/parts';
import { migrate } from '@kervan/service-host';
import { StockCounted } from '@kervan/testing';
import { type Counted, SCHEMA_ID } from './stock-records.js';

/** The name of the service whose consumer it is. */
export const SERVICE = 'failover';

/** A service's consumer as production has it, whose handler takes note of each record in the database. */
export interface OwnConsumer {
  readonly consumer: MessageConsumer;
  readonly core: MessagingCore;
  /** What was handled, in its order. */
  handled(): Promise<Counted[]>;
  /** How many records were held instead of handled. */
  held(): Promise<number>;
  stop(): Promise<void>;
}

const counting: SingleHandler = {
  takes: 'one',
  name: 'counting',
  whenDead: 'hold',
  async handle({ data }, tx) {
    const { orderId, count } = data as StockCounted;
    await tx.query('INSERT INTO effect (order_id, count) VALUES ($1, $2)', [orderId, count]);
  },
};

/** Starts the consumer on an empty database. What it has to know of schemas is in there, so that it needs no registry. */
export async function startOwnConsumer(
  kafka: { readonly brokers: readonly string[] },
  database: { readonly url: string },
  catalogue: Catalogue,
): Promise<OwnConsumer> {
  await migrate(SERVICE, database, messagingMigrations);
  const registry = { url: 'http://127.0.0.1:9' };
  const core = createMessagingCore({ service: SERVICE, kafka, registry, database, catalogue });
  await core.database.query('CREATE TABLE effect (at bigserial, order_id text NOT NULL, count integer NOT NULL)');
  const fingerprint = createHash('sha256').update(StockCounted.schema).digest('hex');
  await core.database.query('INSERT INTO registered_schema (fingerprint, id, schema) VALUES ($1, $2, $3)', [
    fingerprint, SCHEMA_ID, StockCounted.schema,
  ]);
  await core.start();
  const consumer = createMessageConsumer(
    {
      service: SERVICE,
      topics: catalogue.topics.map(({ name }) => name),
      handlers: new Handlers([{ record: StockCounted, handler: counting }]),
      sessionTimeoutMs: 6_000,
      heartbeatIntervalMs: 1_000,
      fatal: (error) => {
        throw error;
      },
    },
    { ...core, catalogue },
  );
  await consumer.start();
  return {
    consumer,
    core,
    handled: () => core.database.query<Counted>('SELECT order_id AS "orderId", count FROM effect ORDER BY at'),
    held: async () => (await core.database.query('SELECT FROM held_message')).length,
    async stop() {
      await consumer.stop();
      await core.stop();
    },
  };
}
