import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { catalogue } from '@kervan/contracts';
import { messagingMigrations } from '@kervan/messaging';
import { createDatabase, databaseRoles, migrate, type MigrationClass } from '@kervan/service-host';
import { serviceDatabase, type ServiceDatabase, testStack } from '@kervan/testing';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceMigrations } from '../migrations/service-migrations.js';
import { checkout } from '../stack/checkout.js';
import { passes, tablesOf, triedOn } from './fixtures/probe-tables.js';
import { servicesOf } from './kafka-rights.js';

const MATRIX_FILE = join(checkout, 'deploy/postgres/rights-matrix.md');
const services = servicesOf(catalogue.topics);
const databases = new Map<string, ServiceDatabase>();

beforeAll(async () => {
  const migrations = await serviceMigrations();
  for (const service of services) {
    databases.set(service, await serviceDatabase({ createDatabase, migrate }, migrations.get(service) ?? []));
  }
}, 120_000);
afterAll(async () => {
  for (const database of databases.values()) await database.drop();
});

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

async function rowsOf({ url, migratorUrl, superuserUrl }: ServiceDatabase): Promise<string[]> {
  const tables = await connected(superuserUrl, tablesOf);
  const cells = async (role: string): Promise<string[]> =>
    connected(role, async (client) => {
      const found: string[] = [];
      for (const [table, column] of tables) found.push(await triedOn(client, table, column));
      return found;
    });
  const [service, migrator] = [await cells(url), await cells(migratorUrl)];
  return tables.map(([table], at) => `| \`${table.replaceAll('"', '')}\` | ${service[at]} | ${migrator[at]} |`);
}

describe('the rights in Postgres', () => {
  it('are, for both roles of every database, on every table, those that the committed matrix tells', async () => {
    const page = [
      '# Who may do what in Postgres',
      '',
      'Found by trying: **s**elect, **i**nsert, **u**pdate, **d**elete, **t**runcate, **a**lter. Into a database come its two roles',
      'alone. After a change of the tables: `npx vitest run --project integration tools/rights/postgres-rights.int.spec.ts --update`.',
    ];
    for (const [service, database] of databases) {
      const { database: name, migrator } = databaseRoles(service);
      page.push('', `| ${name} | service | ${migrator} |`, '|---|---|---|', ...(await rowsOf(database)));
    }
    await expect(`${page.join('\n')}\n`).toMatchFileSnapshot(MATRIX_FILE);
  });

  it('name no table as append-only that is not there', async () => {
    for (const [service, migrations] of await serviceMigrations()) {
      const named = migrations.flatMap((migration) => (migration as MigrationClass).appendOnly ?? []);
      const tables = await connected(databases.get(service)!.superuserUrl, tablesOf);
      expect(tables.map(([table]) => table.replaceAll('"', ''))).toEqual(expect.arrayContaining(named));
    }
  });

  it('let a service make nothing: no table, schema, function, role or database, and no migration', async () => {
    for (const { url } of databases.values()) {
      const tried = await connected(url, async (client) => ({
        table: await passes(client, 'CREATE TABLE mine (id integer)'),
        temporary: await passes(client, 'CREATE TEMPORARY TABLE mine (id integer)'),
        schema: await passes(client, 'CREATE SCHEMA mine'),
        function: await passes(client, 'CREATE FUNCTION mine() RETURNS integer LANGUAGE sql RETURN 1'),
        role: await passes(client, 'CREATE ROLE mine'),
        migrations: await passes(client, "INSERT INTO migration (timestamp, name) VALUES (1, 'mine')"),
      }));
      expect(Object.values(tried)).not.toContain(true);
      const database = connected(url, (client) => client.query('CREATE DATABASE mine'));
      await expect(database).rejects.toMatchObject({ code: '42501' });
    }
  });

  it("let neither role enter another service's database", async () => {
    const [own, ...others] = [...databases.values()] as [ServiceDatabase, ...ServiceDatabase[]];
    for (const { pathname } of others.map(({ url }) => new URL(url))) {
      for (const role of [own.url, own.migratorUrl]) {
        const foreign = Object.assign(new URL(role), { pathname }).href;
        await expect(connected(foreign, async () => undefined)).rejects.toMatchObject({ code: '42501' });
      }
    }
  });

  it('are there from the first moment of a table that a migration adds, and survive being set again', async () => {
    const { url, migratorUrl, superuserUrl } = databases.get('order-orchestrator')!;
    await connected(migratorUrl, (client) => client.query('CREATE TABLE added (id integer)'));
    const letters = (table: string) => connected(url, (client) => triedOn(client, table, 'instance_id'));
    expect(await connected(url, (client) => triedOn(client, 'added', 'id'))).toBe('siud');
    expect(await letters('saga_history')).toBe('si');
    const database = new URL(url).username;
    await createDatabase({ url: superuserUrl }, { database, migrator: `${database}_migrator` }, {});
    expect(await letters('saga_history')).toBe('si');
  });

  it('control: without the statements at the end of a migration, a service may change what is only added to', async () => {
    const database = await serviceDatabase({ createDatabase, migrate: migrateAlone }, (await serviceMigrations()).get('order-orchestrator')!);
    expect(await connected(database.url, (client) => triedOn(client, 'saga_history', 'instance_id'))).toBe('siud');
    await database.drop();
  });

  it('pass from a service that owned its tables to its migrator, and the service keeps its rows meanwhile', async () => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    const roles = { database: name, migrator: `${name}_migrator` };
    const admin = testStack().databaseUrl;
    const own = Object.assign(new URL(admin), { username: name, password: 'secret', pathname: `/${name}` }).href;
    await connected(admin, async (client) => {
      await client.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'`);
      await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
    });
    await migrateAlone('test', { url: own }, messagingMigrations);
    await createDatabase({ url: admin }, roles, { service: 'secret', migrator: 'secret' });
    expect(await connected(own, (client) => triedOn(client, 'held_act', 'act'))).toBe('siud');
    await migrate('test', { url: Object.assign(new URL(own), { username: roles.migrator }).href }, messagingMigrations);
    expect(await connected(own, (client) => triedOn(client, 'held_act', 'act'))).toBe('si');
    await connected(own, (client) => client.query(`SELECT open_inbox_day(date '2026-01-01')`));
    await connected(admin, async (client) => {
      await client.query(`DROP DATABASE ${name}`);
      await client.query(`DROP ROLE ${name}, ${roles.migrator}`);
    });
  });
});

/** The migrations without what `migrate` does beside them. */
async function migrateAlone(_: string, { url }: { readonly url: string }, migrations: readonly (new () => MigrationInterface)[]) {
  const source = new DataSource({ type: 'postgres', url, migrations: [...migrations], migrationsTableName: 'migration' });
  await source.initialize();
  await source.runMigrations({ transaction: 'each' }).finally(() => source.destroy());
}
