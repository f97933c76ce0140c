import { type DatabaseTransaction, openPool } from '@kervan/messaging';
import { blocksRead, freshDatabase, type FreshDatabase } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankReconcilerMigrations } from '../../migrations/bank-reconciler-migrations.js';
import { listLines } from './line-view.js';

const STATEMENT = `
  WITH file AS (
    INSERT INTO bank_file (content_hash, message_id, correlation_id) VALUES ('\\x01', 'M', 'C') RETURNING content_hash)
  INSERT INTO bank_statement (id, file_hash, account, message_id, message_page, statement_id, page, statement_date, company,
    mode, state, findings, balances, currency)
  SELECT gen_random_uuid(), content_hash, 'TR01', 'M', 1, 'S', 1, '2026-11-21', 'AM01', 'live', 'taken', '[]', '[]', 'TRY' FROM file`;

/** Few wait for a person, of all that ever came. */
const LINES = `
  INSERT INTO bank_line (id, statement_id, entry_number, detail_number, reference, account, company, mode, amount_minor,
    currency, credit, reversal, booking_date, value_date, texts, state, reason)
  SELECT lpad(place::text, 32, '0')::uuid, bank_statement.id, place, 0, place::text, 'TR01', 'AM01', 'live', 100, 'TRY', true, false,
    '2026-11-21', '2026-11-21', '[]', CASE WHEN place > 19990 THEN 'undecided' ELSE 'matched' END,
    CASE WHEN place > 19995 THEN 'matched-order-reversed' WHEN place > 19990 THEN 'matched-order-completed' END
  FROM bank_statement, generate_series(1, 20000) AS place`;

describe('the list of lines, of which there are many', () => {
  let database: FreshDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await freshDatabase(bankReconcilerMigrations);
    pool = openPool({ database: { url: database.url }, name: 'test', max: 1 });
    for (const sql of [STATEMENT, LINES, 'ANALYZE']) await pool.query(sql);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it.each([
    ['of a reason', { reason: 'matched-order-reversed' }, ['19996', '19997']],
    ['of those that wait for a person', { state: 'undecided' }, ['19991', '19992']],
    ['of a state that none of a reason is in', { state: 'matched', reason: 'matched-order-reversed' }, []],
    ['of all', {}, ['1', '2']],
  ] as const)('reads few of them: %s', async (_what, asked, expected) => {
    const blocks: number[] = [];
    const query = async (sql: string, params: readonly unknown[]): Promise<unknown[]> => {
      if (sql.includes('bank_line')) blocks.push(await blocksRead(pool, sql, params));
      return (await pool.query(sql, [...params])).rows;
    };
    const lines = await listLines({ query } as unknown as DatabaseTransaction, { limit: 2, ...asked });
    expect(lines.map(({ reference }) => reference)).toEqual(expected);
    expect(blocks[0]).toBeLessThan(60);
  });
});
