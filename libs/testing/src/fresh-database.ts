import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { testStack } from './test-stack.js';

/** A database of its own for one test file. */
export interface FreshDatabase {
  readonly url: string;
  /** A database of its own with all that is in this one now, as a backup has it; nobody may be connected to this one. */
  copy(): Promise<FreshDatabase>;
  /** Drops the database, ending whatever connections are left. */
  drop(): Promise<void>;
}

/** Creates an empty database on the test stack's Postgres and runs the given migrations in it. */
export async function freshDatabase(
  migrations: readonly (new () => MigrationInterface)[] = [],
): Promise<FreshDatabase> {
  const database = await databaseFrom('template1');
  if (migrations.length > 0) await migrate(database.url, migrations);
  return database;
}

async function databaseFrom(template: string): Promise<FreshDatabase> {
  const { databaseUrl } = testStack();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(databaseUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    copy: () => databaseFrom(name),
    drop: () => administer(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function migrate(url: string, migrations: readonly (new () => MigrationInterface)[]): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: [...migrations],
    migrationsTableName: 'migration', // where a service looks for them
  });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
