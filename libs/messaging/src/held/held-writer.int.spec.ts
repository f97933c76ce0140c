import { freshDatabase, ownPool } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OffsetHeldBefore } from '../consumer/failure.js';
import { newId } from '../message/ids.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import type { Queryable } from '../transaction/output-statements.js';
import { HeldState, type Hold } from './held-message.js';
import { HeldWriter } from './held-writer.js';

const writer = new HeldWriter('test');
let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: Pool;
let db: Queryable;

beforeAll(async () => {
  database = await freshDatabase([...messagingMigrations]);
  pool = ownPool(database.url);
  db = { query: async <R>(sql: string, params?: readonly unknown[]) => (await pool.query(sql, params as unknown[])).rows as R[] };
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(() => pool.query('TRUNCATE held_message CASCADE'));

function hold(offset: bigint, messageId: string, timestamp = Date.now()): Hold {
  const record = { topic: 'test.events.v1', partition: 3, offset, timestamp, key: Buffer.from('order'), value: null, headers: {} };
  const failure = { kind: 'permanent', code: 'odd', stage: 'value', detail: 'odd' } as const;
  return { record, messageId, state: HeldState.dead, blocks: true, dueInMs: 0, failure };
}

describe('a record', () => {
  it('is held once, however often it is to be held', async () => {
    const [first, second] = [hold(41n, newId()), hold(42n, newId())];
    await writer.hold(db, [first]);
    await writer.hold(db, [first, second]);
    expect(await db.query('SELECT FROM held_message')).toHaveLength(2);
  });

  it('at an offset of which another was held is not taken for that one: the log was made anew', async () => {
    const [before, now] = [hold(42n, newId()), hold(42n, newId())];
    await writer.hold(db, [before]);
    await expect(writer.hold(db, [hold(41n, newId()), now])).rejects.toThrow(OffsetHeldBefore);
  });
});
