import type { Message } from '@kervan/contracts';
import { freshCatalogue, freshDatabase, type FreshCatalogue, readTopics, testStack, type TopicReader } from '@kervan/testing';
import { Pool } from 'pg';
import type { Cause, Received } from '../message/received.js';
import { newId } from '../message/ids.js';
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

/** A cause as an HTTP request would be. */
export function someCause(id = newId()): Cause {
  return { id, correlationId: `correlation of ${id}`, acceptedAt: Date.now(), source: 'test' };
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
