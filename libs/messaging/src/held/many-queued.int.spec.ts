import { freshDatabase, ownPool } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OwnedPartition } from '../consumer/owned-partition.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { HeldHeadRunner, type HeldHeadRunnerParts } from './held-head-runner.js';

const partition = new OwnedPartition('test.events.v1', 3, 0n);
let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: Pool;

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

it('a message behind twelve thousand that queue is run, by looks of which each reads a part', async () => {
  await pool.query('TRUNCATE held_message CASCADE');
  await hold('dead', { state: 'dead', from: 1, to: 1 });
  await hold('dead', { state: 'waiting', from: 2, to: 12_000 });
  await hold('free', { state: 'waiting', from: 12_001, to: 12_001 });
  const query = async (sql: string, params?: readonly unknown[]): Promise<unknown[]> => (await pool.query(sql, params as unknown[])).rows;
  const run: bigint[] = [];
  const runner = new HeldHeadRunner({
    consumer: 'test',
    database: { query } as unknown as DatabaseTransaction,
    reader: { prepare: async ([record]: { offset: bigint }[]) => Promise.reject(run.push(record!.offset)) },
    held: { putOff: async () => undefined },
  } as unknown as HeldHeadRunnerParts);
  const looks: number[] = [];
  for (let look = 0; look < 6; look += 1) {
    expect(await runner.run([partition])).toBe(false);
    looks.push(run.length);
  }
  expect(looks, 'the third look comes to the end, the fourth begins anew').toEqual([0, 0, 1, 1, 1, 2]);
  expect(run).toEqual([12_001n, 12_001n]);
});
