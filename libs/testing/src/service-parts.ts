import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '@kervan/contracts';
import { Client } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { createTopics } from './create-topics.js';
import type { CatalogueOfService } from './own-catalogue.js';
import { type DatabaseMaking, serviceDatabase } from './service-database.js';
import { testStack } from './test-stack.js';

/** The operator key of every service under test. */
export const OPERATOR_KEY = 'operator-key-of-this-test';

/** What tells the parts of one service from those of another. */
export interface PartsOptions extends DatabaseMaking {
  readonly service: string;
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly catalogue: CatalogueOfService;
  /** That of messaging; it is given because messaging is itself tested with this library. Returns the ids by name. */
  readonly registerSchemas: (
    registry: { readonly url: string },
    catalogue: Catalogue,
  ) => Promise<ReadonlyMap<string, number>>;
}

/** What a service under test runs on: all of it real, and none of it another test's. */
export interface ServiceParts {
  /** The service's name in this test, and that of its consumer group. */
  readonly name: string;
  readonly catalogue: Catalogue;
  /** Names of the catalogue's topics, in its order. */
  readonly topics: readonly string[];
  readonly schemaIds: ReadonlyMap<string, number>;
  /** A connection to the service's database as superuser, beside those of the service. */
  readonly database: Client;
  /** The service's database, as the service's role and as superuser. */
  readonly databaseUrl: string;
  readonly superuserUrl: string;
  /** An empty folder, for files that settings name. */
  readonly folder: string;
  /** The settings that every service has; it listens on a free port. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a logger writes, of any replica. */
  readonly log: { write(line: string): void };
  /** Every log line so far. */
  logged(): string;
  /** Removes all of it; the service is stopped before. */
  remove(): Promise<void>;
}

/** Makes the parts of one service: topics and schemas, a topic for its dead letters, a migrated database, a folder. */
export async function serviceParts(options: PartsOptions): Promise<ServiceParts> {
  const { service, migrations, catalogue: catalogueOf, registerSchemas } = options;
  const { kafkaBrokers, schemaRegistryUrl } = testStack();
  const id = randomBytes(6).toString('hex');
  const name = `${service}-${id}`;
  const catalogue = catalogueOf(name, id);
  const topics = catalogue.topics.map((topic) => topic.name);
  const [dropTopics, fresh, folder, schemaIds] = await Promise.all([
    createTopics([...topics, `${name}.dlq.v1`]),
    serviceDatabase(options, migrations),
    mkdtemp(join(tmpdir(), `${service}-`)),
    registerSchemas({ url: schemaRegistryUrl }, catalogue),
  ]);
  const database = new Client({ connectionString: fresh.superuserUrl });
  await database.connect();
  let log = '';
  return {
    name,
    catalogue,
    topics,
    schemaIds,
    database,
    databaseUrl: fresh.url,
    superuserUrl: fresh.superuserUrl,
    folder,
    env: {
      SERVICE_NAME: name,
      PORT: '0',
      DATABASE_URL: fresh.url,
      KAFKA_BROKERS: kafkaBrokers.join(','),
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      KAFKA_HEARTBEAT_INTERVAL_MS: '1000',
      OPERATOR_KEY,
    },
    log: { write: (line) => void (log += line) },
    logged: () => log,
    async remove() {
      await database.end();
      await Promise.all([fresh.drop(), dropTopics(), rm(folder, { recursive: true })]);
    },
  };
}
