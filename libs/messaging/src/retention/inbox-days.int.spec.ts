import { migrate } from '@kervan/service-host';
import { freshDatabase, type FreshDatabase, ownPool } from '@kervan/testing';
import { Client, type Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { derivedId, newId } from '../message/ids.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';

const DAY_MS = 86_400_000;
const OLD = { date: '2026-01-15', partition: 'inbox_20260115' };
const ROWS = 20_000;

const formerRelease = messagingMigrations.filter(({ name }) => name !== 'FindLateInboxIds1700000000013');

let database: FreshDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await freshDatabase([...formerRelease]);
  pool = ownPool(database.url);
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

const upgrade = (): Promise<string[]> => migrate('tester', database, messagingMigrations);

/** Enters an id of a day that was accepted so long after its beginning; by default now. */
async function enter(date: string, afterMs: number, enteredAt?: string): Promise<string> {
  const id = derivedId(Date.parse(date) + afterMs, newId());
  await pool.query(`INSERT INTO inbox VALUES ('tester', $1, coalesce($2, now()))`, [id, enteredAt]);
  return id;
}

async function open(date: string): Promise<void> {
  await pool.query('SELECT open_inbox_day($1)', [date]);
}

/** Fills a day with ids that came on it. */
async function fill({ date, partition }: typeof OLD): Promise<void> {
  await pool.query(
    `INSERT INTO ${partition}
     SELECT 'tester', (left(first_id_of_day($1)::text, 24) || lpad(n::text, 12, '0'))::uuid, ($1::date + time '12:00') AT TIME ZONE 'UTC'
     FROM generate_series(1, ${ROWS}) n`,
    [date],
  );
}

/** Closes a day on a connection that has read nothing yet; how many of its rows were read for that. */
async function close({ date, partition }: typeof OLD): Promise<number> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows: [table] } = await client.query<{ oid: number }>('SELECT $1::regclass::oid AS oid', [partition]);
    await client.query('BEGIN');
    await client.query(`SELECT close_inbox_day($1, now() - interval '30 days')`, [date]);
    const { rows: [read] } = await client.query<{ count: string }>('SELECT pg_stat_get_xact_tuples_returned($1) AS count', [table!.oid]);
    await client.query('COMMIT');
    return Number(read!.count);
  } finally {
    await client.end();
  }
}

async function kept(): Promise<string[]> {
  return (await pool.query<{ id: string }>('SELECT message_id AS id FROM inbox ORDER BY id')).rows.map(({ id }) => id);
}

describe('a day of the inbox is let go of', () => {
  it('without being read, but for what came after it', async () => {
    await upgrade();
    await open(OLD.date);
    await fill(OLD);
    await enter(OLD.date, 0, '2026-01-16T00:00:01Z');
    const late = await enter(OLD.date, DAY_MS / 2);
    expect(await close(OLD)).toBeLessThan(10);
    expect(await kept()).toEqual([late]);
  });

  it('without being read, where nothing came after it', async () => {
    await upgrade();
    await open(OLD.date);
    await fill(OLD);
    expect(await close(OLD)).toBe(0);
    expect(await kept()).toEqual([]);
  });

  it('control: of a day that the former release has opened every row is read, and none is kept or lost by it', async () => {
    await open(OLD.date);
    await fill(OLD);
    const late = await enter(OLD.date, DAY_MS / 2);
    await upgrade();
    expect(await close(OLD)).toBe(ROWS + 1);
    expect(await kept()).toEqual([late]);
  });
});
