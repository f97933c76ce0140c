import { randomBytes } from 'node:crypto';
import { databaseRoles } from '@kervan/service-host';
import { testStack } from '@kervan/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureDatabase, migratorUrl } from './databases.js';
import { services } from './services.js';

/** What Postgres says to a role that lacks the right to connect (insufficient_privilege). */
const REFUSED = '42501';
const suffix = randomBytes(4).toString('hex');
const names = services.filter((name) => name !== 'sandbox').map((name) => `${name}-${suffix}`);
const urls = new Map<string, string>();
const { databaseUrl } = testStack();
const passwordsOf = (name: string) => ({ service: `secret of ${name}`, migrator: `secret of ${name}, changing` });

beforeAll(async () => {
  for (const name of names) urls.set(name, await ensureDatabase(databaseUrl, name, passwordsOf(name)));
});
afterAll(async () => {
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  for (const { database, migrator } of names.map(databaseRoles)) {
    await admin.query(`DROP DATABASE IF EXISTS ${database}`);
    await admin.query(`DROP ROLE IF EXISTS ${database}, ${migrator}`);
  }
  await admin.end();
});

function urlOf(name: string): URL {
  return new URL(urls.get(name) as string);
}

/** Who a role is once connected; else the code it is refused with. */
async function connect(role: URL, database: URL): Promise<string> {
  const url = new URL(role);
  url.pathname = database.pathname;
  const client = new pg.Client({ connectionString: url.href });
  try {
    await client.connect();
    const { rows } = await client.query<{ user: string }>('SELECT current_user AS user');
    return rows[0]?.user ?? '';
  } catch (error) {
    return (error as pg.DatabaseError).code ?? String(error);
  } finally {
    await client.end();
  }
}

it.each(names)('%s enters its own database, and is refused every other service’s', async (own) => {
  for (const name of names) {
    expect([name, await connect(urlOf(own), urlOf(name))]).toEqual([name, name === own ? urlOf(own).username : REFUSED]);
  }
});

it('control: the superuser enters every one of them', async () => {
  const admin = new URL(databaseUrl);
  for (const name of names) expect(await connect(admin, urlOf(name))).toBe(admin.username);
});

it('control: without the revocation of it, every role may enter a database', async () => {
  const [own, other] = names as [string, string];
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  const database = admin.escapeIdentifier(urlOf(other).username);
  await admin.query(`GRANT CONNECT ON DATABASE ${database} TO PUBLIC`); // as Postgres creates it
  expect(await connect(urlOf(own), urlOf(other))).toBe(urlOf(own).username);
  await admin.end();
  await ensureDatabase(databaseUrl, other, passwordsOf(other));
  expect(await connect(urlOf(own), urlOf(other))).toBe(REFUSED);
});

it('a wrong password opens no database', async () => {
  const [own] = names as [string];
  const role = urlOf(own);
  role.password = 'a guess';
  expect(await connect(role, urlOf(own))).toBe('28P01');
});

it('the migrator enters the same database, with a password of its own', async () => {
  const [own] = names as [string];
  const url = new URL(migratorUrl(urlOf(own).href, passwordsOf(own).migrator));
  expect(await connect(url, urlOf(own))).toBe(databaseRoles(own).migrator);
});
