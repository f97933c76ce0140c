import { type DatabaseTransaction, openPool } from '@kervan/messaging';
import { freshDatabase, type FreshDatabase } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankReconcilerMigrations } from '../../migrations/bank-reconciler-migrations.js';
import { lockUndecided } from './matching.queries.js';

const STATEMENTS = `
  WITH file AS (
    INSERT INTO bank_file (content_hash, message_id, correlation_id) VALUES ('\\x01', 'M', 'C') RETURNING content_hash)
  INSERT INTO bank_statement (id, file_hash, account, message_id, message_page, statement_id, page, statement_date, company,
    mode, state, findings, balances, currency)
  SELECT statement::uuid, content_hash, 'TR01', 'M', 1, statement, 1, '2026-11-21', 'AM01', 'live', 'taken', '[]', '[]', 'TRY'
  FROM file, unnest($1::text[]) AS statement`;

/** Lines of a statement, each with an EndToEndId of its own; $3 whether their payers are forgotten. */
const LINES = `
  INSERT INTO bank_line (id, statement_id, entry_number, detail_number, reference, account, company, mode, amount_minor,
    currency, credit, reversal, booking_date, value_date, texts, state, reason, payer_forgotten, end_to_end_id, end_to_end_digest)
  SELECT gen_random_uuid(), $1::uuid, place, 0, place::text, 'TR01', 'AM01', 'live', 100, 'TRY', true, false, '2026-11-21',
    '2026-11-21', '[]', $4, CASE $4 WHEN 'undecided' THEN 'no-reference' END, $3,
    CASE WHEN NOT $3 THEN $5 || place END, CASE WHEN $3 THEN sha256(convert_to($5 || place, 'UTF8')) END
  FROM generate_series(1, $2::int) AS place`;

const [known, forgotten, fresh] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

describe('the lines of a statement whose account has had many', () => {
  let database: FreshDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await freshDatabase(bankReconcilerMigrations);
    pool = openPool({ database: { url: database.url }, name: 'test', max: 1 });
    await pool.query(STATEMENTS, [[known, forgotten, fresh]]);
    await pool.query(LINES, [known, 60_000, false, 'matched', 'KNOWN-']);
    await pool.query(LINES, [forgotten, 10_000, true, 'matched', 'FORGOTTEN-']);
    await pool.query(LINES, [fresh, 1_000, false, 'undecided', 'NEW-']);
    const repeat = 'UPDATE bank_line SET end_to_end_id = $3 WHERE statement_id = $1 AND entry_number = $2';
    await pool.query(repeat, [fresh, 7, 'KNOWN-59000']);
    await pool.query(repeat, [fresh, 8, 'FORGOTTEN-9000']);
    await pool.query(repeat, [fresh, 9, null]);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('are locked within the time of a statement, and those told whose EndToEndId came before', async () => {
    const { rows } = await pool.query<{ id: string }>(`SELECT id FROM bank_line WHERE state = 'undecided'`);
    const query = async (sql: string, params: unknown[]): Promise<unknown[]> => (await pool.query(sql, params)).rows;
    const lines = await lockUndecided({ query } as unknown as DatabaseTransaction, rows.map(({ id }) => id));
    expect(lines).toHaveLength(1_000);
    const repeated = lines.filter(({ endToEndIdRepeated }) => endToEndIdRepeated).map(({ reference }) => reference);
    expect(repeated.sort()).toEqual(['7', '8']);
  });
});
