import { Logger } from '@nestjs/common';
import type { Message } from '@kervan/contracts';
import { freshCatalogue, freshDatabase, type FreshCatalogue, readTopics, StockCounted, testStack, type TopicReader } from '@kervan/testing';
import { Pool } from 'pg';
import { LANES } from '../kafka/lane.js';
import type { Cause, Received } from '../message/received.js';
import { newId } from '../message/ids.js';
import { BODY_AT } from '../message/wire-format.js';
import { createMessagingCore, type MessagingCore, type MessagingCoreOptions } from '../messaging-core.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';

/** Messaging on the real stack, for one test file: topics, a database and plain connections of its own. */
export interface TestMessaging {
  readonly fresh: FreshCatalogue;
  readonly databaseUrl: string;
  /** Plain connections, beside those of the parts under test. */
  readonly pool: Pool;
  /** One more process's worth of messaging on the same database; stopped with the rest if not before. */
  core(options?: Partial<MessagingCoreOptions>): Promise<MessagingCore>;
  /** Reads the given topics, those of the catalogue by default, until the end of the test file. */
  read(...topics: string[]): Promise<TopicReader>;
  close(): Promise<void>;
}

/** Sets up topics and a database with messaging's tables. */
export async function testMessaging(): Promise<TestMessaging> {
  Logger.overrideLogger(false);
  const fresh = await freshCatalogue();
  const database = await freshDatabase([...messagingMigrations]);
  const pool = new Pool({ connectionString: database.url });
  const closing: (() => Promise<unknown>)[] = [() => database.drop(), () => pool.end()];
  const { kafkaBrokers, schemaRegistryUrl } = testStack();
  return {
    fresh,
    databaseUrl: database.url,
    pool,
    async core(options) {
      const core = createMessagingCore({
        service: fresh.service,
        brokers: kafkaBrokers,
        registryUrl: schemaRegistryUrl,
        databaseUrl: database.url,
        catalogue: fresh.catalogue,
        ...options,
      });
      const stop = core.stop;
      let stopped: Promise<void> | undefined;
      core.stop = () => (stopped ??= stop());
      closing.push(() => core.stop());
      await core.start();
      return core;
    },
    async read(...topics) {
      const reader = await readTopics(...(topics.length > 0 ? topics : fresh.catalogue.topics.map(({ name }) => name)));
      closing.push(() => reader.stop());
      return reader;
    },
    async close() {
      for (const close of closing.toReversed()) await close();
      await fresh.drop();
    },
  };
}

/** All lanes there are, for a sender that is alone. */
export const everyLane = Array.from({ length: LANES }, (_, lane) => lane);

/** A cause as an HTTP request would be. */
export function someCause(id = newId()): Cause {
  return { id, correlationId: `correlation of ${id}`, acceptedAt: Date.now(), source: 'test' };
}

/** The counts that a reader has seen of an order, each at its first arrival. */
export function firstArrivals(reader: TopicReader, orderId: string): number[] {
  const seen = new Set<string>();
  const fresh = reader.records.filter(({ headers }) => !seen.has(headers.ce_id!) && seen.add(headers.ce_id!));
  return fresh.filter(({ key }) => key === orderId).map(({ value }) => countOf(value));
}

/** The count in a record of the test's own, read by its schema. */
export function countOf(value: Buffer | null): number {
  return (StockCounted.type.fromBuffer(value!.subarray(BODY_AT)) as StockCounted).count;
}

/** A message as if it had just been read from a topic. */
export function received<T>({ type, data }: Message<T>, topic: string, key: string): Received<T> {
  return {
    ...someCause(),
    type,
    data,
    topic,
    partition: 0,
    offset: 0n,
    key,
    time: new Date().toISOString(),
    headers: {},
  };
}
