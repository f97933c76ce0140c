import { freshDatabase, ownPool } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../message/ids.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import { HeldMessages, type HeldMessagesParts } from './held-messages.js';

const consumer = 'test';
let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: Pool;
let held: HeldMessages;

beforeAll(async () => {
  database = await freshDatabase([...messagingMigrations]);
  pool = ownPool(database.url);
  const query = async (sql: string, params?: readonly unknown[]): Promise<unknown[]> => (await pool.query(sql, params as unknown[])).rows;
  held = new HeldMessages({ consumer, db: { query } } as unknown as HeldMessagesParts);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(() => pool.query('TRUNCATE held_message CASCADE'));

/** Held at an instant; its offset is `seq`. */
async function holdAt(seq: number, heldAt: string): Promise<void> {
  await pool.query(
    `INSERT INTO held_message (consumer, topic, partition, seq, message_id, correlation_id, headers, recorded_at, state, blocks, held_at,
       cause_stage, cause_detail)
     VALUES ($1, 't', 0, $2, $3, 'c', '[]', now(), 'dead', true, $4, '', '')`,
    [consumer, seq, newId(), heldAt],
  );
}

async function page(next?: string): Promise<{ offsets: string[]; ids: string[]; next?: string }> {
  const after = next === undefined ? undefined : (JSON.parse(Buffer.from(next, 'base64url').toString()) as [string, string]);
  const { items, ...more } = await held.list({}, { limit: 2, after });
  return { offsets: items.map(({ offset }) => offset), ids: items.map(({ id }) => id), ...more };
}

describe('the list of held messages', () => {
  it('goes on, page by page, behind messages of one millisecond', async () => {
    for (let seq = 1; seq <= 5; seq += 1) await holdAt(seq, `2026-05-01T12:00:00.00012${seq}+03:00`);
    const first = await page();
    const second = await page(first.next);
    const third = await page(second.next);
    expect([first, second, third].map(({ offsets }) => offsets)).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect(third.next).toBeUndefined();
  });

  it('goes on behind messages of one instant', async () => {
    for (let seq = 1; seq <= 3; seq += 1) await holdAt(seq, '2026-05-01T09:00:00.000123Z');
    const first = await page();
    const second = await page(first.next);
    expect([...first.offsets, ...second.offsets].toSorted()).toEqual(['1', '2', '3']);
  });

  it('goes on behind a message that was removed since', async () => {
    for (let seq = 1; seq <= 3; seq += 1) await holdAt(seq, `2026-05-0${seq}T09:00:00.000123Z`);
    const { ids, next } = await page();
    await pool.query('DELETE FROM held_message WHERE id = $1', [ids.at(-1)]);
    expect((await page(next)).offsets).toEqual(['1']);
  });
});
