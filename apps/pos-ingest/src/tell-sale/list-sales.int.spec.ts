import { openPool, type Transactions } from '@kervan/messaging';
import { blocksRead, freshDatabase, type FreshDatabase } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { posIngestMigrations } from '../../migrations/pos-ingest-migrations.js';
import { ListSalesController } from './list-sales.controller.js';

/** Few wait for a person, of all that were ever taken. */
const MANY = `
  INSERT INTO pos_sale (id, company, mode, branch, till, z_number, receipt_number, order_number, content_hash, answer, state,
    state_since, correlation_id)
  SELECT gen_random_uuid(), 'AM01', 'live', '012', '3', 1, place, 'N' || place, '\\x01', '{}',
    CASE WHEN place >= 19990 THEN 'needs_attention' ELSE 'completed' END, timestamptz '2026-01-01Z' + place * interval '1 second', 'C'
  FROM generate_series(1, 20000) AS place`;

describe('the list of sales, of which there are many', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let blocks: number[];
  let list: ListSalesController;

  beforeAll(async () => {
    database = await freshDatabase(posIngestMigrations);
    pool = openPool({ database: { url: database.url }, name: 'test', max: 1 });
    await pool.query(MANY);
    await pool.query('ANALYZE');
    const query = async (sql: string, params: readonly unknown[]): Promise<unknown[]> => {
      blocks.push(await blocksRead(pool, sql, params));
      return (await pool.query(sql, [...params])).rows;
    };
    list = new ListSalesController({ run: (work: (db: object) => unknown) => work({ query }) } as unknown as Transactions);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it.each([
    ['of a state that few are in', { state: 'needs_attention' }, ['N19990', 'N19991', 'N19992']],
    ['of such a state, from a place on', { state: 'needs_attention', after: ['2026-01-01T05:33:14Z', 'ffffffff-ffff-4fff-bfff-ffffffffffff'] }, ['N19995', 'N19996', 'N19997']],
    ['of a number', { orderNumber: 'N19000' }, ['N19000']],
    ['of a state that nearly all are in', { state: 'completed' }, ['N1', 'N2', 'N3']],
    ['of all', {}, ['N1', 'N2', 'N3']],
  ] as const)('reads few of them: %s', async (_what, asked, expected) => {
    blocks = [];
    const { items } = await list.list({ limit: 3, ...asked } as never);
    expect(items.map(({ orderNumber }) => orderNumber)).toEqual(expected);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toBeLessThan(60);
  });
});
