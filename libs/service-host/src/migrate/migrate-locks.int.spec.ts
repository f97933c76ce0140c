import { setTimeout as delay } from 'node:timers/promises';
import { commitCutter, eventually, type FreshDatabase, freshDatabase, lockWaits, ownConnection } from '@kervan/testing';
import type { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildIndex } from './build-index.js';
import { migrate, type MigrationClass } from './migrate.js';

/** A migration of a text of SQL, as its number'th, or of what is to be done. */
function migration(number: number, up: string | ((runner: QueryRunner) => Promise<void>), transaction?: false): MigrationClass {
  return class implements MigrationInterface {
    readonly name = `Migration170000000000${number}`;
    readonly transaction = transaction as boolean;
    up = async (runner: QueryRunner): Promise<void> => void (typeof up === 'string' ? await runner.query(up) : await up(runner));
    down = (): Promise<void> => Promise.resolve();
  };
}

const create = migration(1, 'CREATE TABLE shelf (id integer NOT NULL)');
const fill = migration(2, 'INSERT INTO shelf VALUES (1)');
const widen = migration(3, 'ALTER TABLE shelf ADD COLUMN note text');
const index = migration(4, (runner) => buildIndex(runner, 'ix_shelf', 'shelf (id)'), false);

let database: FreshDatabase;
/** Reads every table to the end of its transaction. */
let dump: Client;
let reader: Client;

beforeEach(async () => {
  database = await freshDatabase();
  await migrate('shop', database, [create]);
  dump = await ownConnection(database.url);
  reader = await ownConnection(database.url);
  await dump.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await dump.query('SELECT id FROM shelf');
});
afterEach(async () => {
  await dump.end();
  await reader.end();
  await database.drop();
});

/** The index as the database numbers it: another once it is built anew; undefined while there is none. */
async function indexNumber(): Promise<{ readonly oid: number; readonly valid: boolean } | undefined> {
  const { rows } = await reader.query<{ oid: number; valid: boolean }>(
    `SELECT indexrelid AS oid, indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('ix_shelf')`,
  );
  return rows[0];
}

/** Backends that run, or wait in, a statement. */
async function running(statement: string): Promise<number> {
  const { rows } = await reader.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND strpos(query, $1) > 0`,
    [statement],
  );
  return rows.length;
}

describe('a migration while a dump reads the tables', () => {
  it('keeps nobody from a table for longer than about two seconds, and ends once the dump has', async () => {
    const run = migrate('shop', database, [create, fill, widen]);
    await eventually('the migration waits', async () => (await lockWaits(reader, 'ALTER TABLE')) > 0);
    await reader.query(`SET statement_timeout = '2500ms'`);
    expect((await reader.query('SELECT id FROM shelf')).rows).toEqual([{ id: 1 }]);
    expect((await reader.query('INSERT INTO shelf VALUES (2)')).rowCount).toBe(1);
    await dump.query('COMMIT');
    expect(await run).toEqual(['Migration1700000000002', 'Migration1700000000003']);
  });

  it('builds an index at one go: its wait for the dump is not cut short', async () => {
    const run = migrate('shop', database, [create, index]);
    await eventually('the index waits', async () => (await lockWaits(reader, 'CREATE INDEX')) > 0);
    const waiting = await indexNumber();
    expect(waiting?.valid).toBe(false);
    await delay(3_500);
    await dump.query('COMMIT');
    expect(await run).toEqual(['Migration1700000000004']);
    expect(await indexNumber()).toEqual({ oid: waiting?.oid, valid: true });
  });

  it.each([
    ['ALTER TABLE', widen],
    ['CREATE INDEX', index],
  ])('leaves no %s behind where its process is gone while it waits', async (statement, waits) => {
    const way = await commitCutter(database.url);
    const run = migrate('shop', { url: way.url }, [create, waits]).catch((error: unknown) => error);
    await eventually('it waits', async () => (await lockWaits(reader, statement)) > 0);
    await way.close();
    expect(await run).toBeInstanceOf(Error);
    await eventually('its backend is gone', async () => (await running(statement)) === 0, { withinMs: 10_000 });
    await dump.query('COMMIT');
    expect(await migrate('shop', database, [create, waits])).toHaveLength(1);
  });
});

describe('a migration that builds an index, run again', () => {
  beforeEach(() => dump.query('COMMIT'));

  it('leaves a finished one as it is', async () => {
    await reader.query('CREATE INDEX ix_shelf ON shelf (id)');
    const before = await indexNumber();
    await migrate('shop', database, [create, index]);
    expect(await indexNumber()).toEqual(before);
  });

  it('builds anew what a try before has left unfinished', async () => {
    await reader.query('INSERT INTO shelf VALUES (1), (1)');
    await expect(reader.query('CREATE UNIQUE INDEX CONCURRENTLY ix_shelf ON shelf (id)')).rejects.toMatchObject({ code: '23505' });
    const left = await indexNumber();
    expect(left?.valid).toBe(false);
    await migrate('shop', database, [create, index]);
    const built = await indexNumber();
    expect(built?.valid).toBe(true);
    expect(built?.oid).not.toBe(left?.oid);
  });
});
