import { freshDatabase, ownPool } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { OwnedPartition } from '../consumer/owned-partition.js';
import { newId } from '../message/ids.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { HeldHeadRunner, type HeldHeadRunnerParts } from './held-head-runner.js';
import { HeldWriter } from './held-writer.js';

const partition = new OwnedPartition('test.events.v1', 3, 0n);
let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: Pool;
const query = async (sql: string, params?: readonly unknown[]): Promise<unknown[]> => (await pool.query(sql, params as unknown[])).rows;
const db = { query } as unknown as DatabaseTransaction;

beforeAll(async () => {
  database = await freshDatabase([...messagingMigrations]);
  pool = ownPool(database.url);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Held messages of one key, each due a millisecond after the one before. */
async function hold(key: string, states: { readonly state: string; readonly from: number; readonly to: number }): Promise<void> {
  await pool.query(
    `INSERT INTO held_message (consumer, topic, partition, key, seq, message_id, correlation_id, headers, recorded_at, state, blocks, due_at)
     SELECT 'test', 'test.events.v1', 3, $1, n, gen_random_uuid(), 'c', '[]', now(), $2, true,
       now() - interval '1 hour' + n * interval '1 millisecond'
     FROM generate_series($3::integer, $4) AS n`,
    [Buffer.from(key), states.state, states.from, states.to],
  );
}

function runnerWith(parts: object): HeldHeadRunner {
  return new HeldHeadRunner({ consumer: 'test', database: db, ...parts } as unknown as HeldHeadRunnerParts);
}

beforeEach(() => pool.query('TRUNCATE held_message, consumer_progress CASCADE'));

it('a message behind twelve thousand that queue is run, by looks of which each reads a part', async () => {
  await hold('dead', { state: 'dead', from: 1, to: 1 });
  await hold('dead', { state: 'waiting', from: 2, to: 12_000 });
  await hold('free', { state: 'waiting', from: 12_001, to: 12_001 });
  const run: bigint[] = [];
  const runner = runnerWith({
    reader: { prepare: async ([record]: { offset: bigint }[]) => Promise.reject(run.push(record!.offset)) },
    held: { putOff: async () => undefined },
  });
  const looks: number[] = [];
  for (let look = 0; look < 6; look += 1) {
    expect(await runner.run([partition])).toBe(false);
    looks.push(run.length);
  }
  expect(looks, 'the third look comes to the end, the fourth begins anew').toEqual([0, 0, 1, 1, 1, 2]);
  expect(run).toEqual([12_001n, 12_001n]);
});

it('nor does it wait for twelve thousand of one key to be handled before it', async () => {
  await hold('deep', { state: 'waiting', from: 1, to: 12_000 });
  await hold('free', { state: 'waiting', from: 12_001, to: 12_001 });
  await pool.query(`INSERT INTO consumer_progress (consumer, topic, partition, next_offset) VALUES ('test', 'test.events.v1', 3, 0)`);
  const runner = runnerWith({
    transactions: { begin: async () => ({ query, commit: async () => undefined, rollback: async () => undefined }) },
    reader: { prepare: async () => undefined, contentOf: () => ({ kind: 'skipped' }) },
    statements: { lockProgress: async () => undefined },
    held: new HeldWriter('test'),
    process: newId(),
  });
  const isMore: boolean[] = [];
  for (let look = 0; look < 4; look += 1) isMore.push(await runner.run([partition]));
  const { rows } = await pool.query<{ seq: string }>(`SELECT seq FROM held_message WHERE state = 'handled' ORDER BY resolved_at`);
  expect(rows.map(({ seq }) => Number(seq))).toEqual([1, 12_001, 2]);
  expect(isMore, 'nothing is waited for as long as there is something to run').toEqual([true, true, true, true]);
});
