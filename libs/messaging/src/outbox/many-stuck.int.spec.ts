import { freshDatabase, type FreshDatabase, ownConnection } from '@kervan/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import { StuckOutputs, type StuckOutputsParts } from './stuck-outputs.js';

/** The first records of 150 keys are refused, and of each key 19 more wait; the later of two of them are refused, too. */
const MANY = `
  INSERT INTO outbox_message (lane, topic, key, message_id, headers, state, stuck_cause)
  SELECT 1, 'absent', convert_to('key-' || place % 150, 'UTF8'), gen_random_uuid(), '{}',
    CASE WHEN place <= 152 THEN 'stuck' ELSE 'ready' END, 'UNKNOWN_TOPIC_OR_PARTITION'
  FROM generate_series(1, 3000) AS place`;

/** How many rows of the outbox the present transaction has read. */
const READ = `SELECT (seq_tup_read + idx_tup_fetch)::integer AS rows FROM pg_stat_xact_user_tables WHERE relname = 'outbox_message'`;

let database: FreshDatabase;
let client: Client;

beforeAll(async () => {
  database = await freshDatabase(messagingMigrations);
  client = await ownConnection(database.url);
  await client.query(MANY);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

it('lists what the broker refuses with what waits behind each, and reads what waits once', async () => {
  await client.query('BEGIN');
  const db = { query: async (sql: string, params?: unknown[]) => (await client.query(sql, params)).rows };
  const stuck = await new StuckOutputs({ db } as unknown as StuckOutputsParts).list();
  expect(stuck.map(({ id }) => Number(id))).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  expect(stuck.map(({ waiting }) => waiting)).toEqual(Array.from({ length: 100 }, () => 19));
  const { rows } = await client.query<{ readonly rows: number }>(READ);
  await client.query('ROLLBACK');
  expect(rows[0]!.rows).toBeLessThan(15_000);
});
