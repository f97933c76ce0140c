import { randomBytes } from 'node:crypto';
import { eventually, lockWaits, ownConnection, testStack } from '@kervan/testing';
import type { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from './create-database.js';

describe('createDatabase, where the service still owns a table that a dump reads', () => {
  const admin = testStack().databaseUrl;
  let name: string;
  let clients: Client[];
  const connected = async (url: string): Promise<Client> => {
    const client = await ownConnection(url);
    clients.push(client);
    return client;
  };

  beforeEach(async () => {
    clients = [];
    name = `test_${randomBytes(8).toString('hex')}`;
    const client = await connected(admin);
    await client.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'`);
    await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
  });
  afterEach(async () => {
    const client = clients[0]!;
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`DROP ROLE IF EXISTS ${name}, ${name}_migrator`);
    for (const one of clients) await one.end();
  });

  it('keeps nobody from it for longer than about two seconds, and ends once the dump has', async () => {
    const service = await connected(Object.assign(new URL(admin), { username: name, password: 'secret', pathname: `/${name}` }).href);
    await service.query('CREATE TABLE shelf (id integer NOT NULL)');
    const own = Object.assign(new URL(admin), { pathname: `/${name}` }).href;
    const [dump, look] = [await connected(own), await connected(own)];
    await dump.query('BEGIN');
    await dump.query('LOCK TABLE shelf IN ACCESS SHARE MODE');
    const making = createDatabase({ url: admin }, { database: name, migrator: `${name}_migrator` }, {});
    await eventually('it waits', async () => (await lockWaits(look, 'REASSIGN OWNED')) > 0);
    await service.query(`SET statement_timeout = '2500ms'`);
    expect((await service.query('SELECT id FROM shelf')).rows).toEqual([]);
    await dump.query('COMMIT');
    await making;
    const { rows } = await look.query(`SELECT tableowner FROM pg_tables WHERE tablename = 'shelf'`);
    expect(rows).toEqual([{ tableowner: `${name}_migrator` }]);
  });
});
