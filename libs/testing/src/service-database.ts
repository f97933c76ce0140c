import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { testStack } from './test-stack.js';

/** A database of a service under test, with the roles and rights that it has in production. */
export interface ServiceDatabase {
  /** As the service's own role. */
  readonly url: string;
  /** As the role that migrates it. */
  readonly migratorUrl: string;
  /** As superuser: to look at, to lock and to spoil what the service may not. */
  readonly superuserUrl: string;
  /** Drops the database and its roles, ending whatever connections are left. */
  drop(): Promise<void>;
}

/** How a service's database comes about: the functions of service-host, which is itself tested with this library. */
export interface DatabaseMaking {
  readonly createDatabase: (
    admin: { readonly url: string },
    roles: { readonly database: string; readonly migrator: string },
    passwords: { readonly service: string; readonly migrator: string },
  ) => Promise<void>;
  readonly migrate: (service: string, database: { readonly url: string }, migrations: Migrations) => Promise<unknown>;
}

type Migrations = readonly (new () => MigrationInterface)[];

/** Makes a database on the test stack's Postgres and migrates it, as a release would. */
export async function serviceDatabase(
  { createDatabase, migrate }: DatabaseMaking,
  migrations: Migrations,
): Promise<ServiceDatabase> {
  const { databaseUrl } = testStack();
  const database = `test_${randomBytes(8).toString('hex')}`;
  const roles = { database, migrator: `${database}_migrator` };
  const password = randomBytes(8).toString('hex');
  await createDatabase({ url: databaseUrl }, roles, { service: password, migrator: password });
  const as = (user: string): string => {
    const url = new URL(databaseUrl);
    return Object.assign(url, { username: user, password, pathname: `/${database}` }).href;
  };
  const migratorUrl = as(roles.migrator);
  await migrate(database, { url: migratorUrl }, migrations);
  const superuserUrl = Object.assign(new URL(databaseUrl), { pathname: `/${database}` }).href;
  return { url: as(database), migratorUrl, superuserUrl, drop: () => drop(databaseUrl, roles) };
}

async function drop(adminUrl: string, { database, migrator }: { database: string; migrator: string }): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await client.query(`DROP ROLE IF EXISTS ${database}, ${migrator}`);
  } finally {
    await client.end();
  }
}
