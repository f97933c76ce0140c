import { openPool } from '@kervan/messaging';
import { freshDatabase, type FreshDatabase } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { einvoiceSenderMigrations } from '../../migrations/einvoice-sender-migrations.js';
import { InvoiceQueries } from './invoice-queries.js';

/** Invoices of two series, as many as a chain writes in a few days; those whose place is in $3 are left out. */
const MANY = `
  INSERT INTO invoice (order_id, number, ettn, prefix, year, company, mode, profile, issue_date, issue_time, order_number,
    buyer_name, buyer_tax_id, currency, net_minor, tax_minor, gross_minor, taxes, xml)
  SELECT gen_random_uuid(), $1 || '2026' || lpad(place::text, 9, '0'), gen_random_uuid(), $1, 2026, 'AM01', 'live', 'EARSIVFATURA',
    '2026-11-21', '11:00', place::text, 'Nihai Tüketici', '11111111111', 'TRY', 100, 20, 120, '[]', '<Invoice/>'
  FROM generate_series(1, $2::int) AS place WHERE place <> ALL ($3::int[])`;

describe('the gap report of a series with many invoices', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let invoices: InvoiceQueries;

  beforeAll(async () => {
    database = await freshDatabase(einvoiceSenderMigrations);
    pool = openPool({ database: { url: database.url }, name: 'test', max: 1 });
    invoices = new InvoiceQueries({ query: async (sql, params) => (await pool.query(sql, params as unknown[])).rows as never });
    const open = `INSERT INTO invoice_series (prefix, year, company, mode, kind, next, last_date)
      VALUES ($1, 2026, 'AM01', 'live', $2, $3, '2026-11-21')`;
    await pool.query(open, ['AMA', 'EARSIVFATURA', 25_001]);
    await pool.query(open, ['AMB', 'TEMELFATURA', 4]);
    await pool.query(MANY, ['AMA', 25_000, [1, 17_000, 25_000]]);
    await pool.query(MANY, ['AMB', 3, []]);
    const voided = `UPDATE invoice SET state = 'void', voided_at = '2026-11-21T08:00:00Z', void_reason = 'refused' WHERE number = $1`;
    for (const number of ['AMA2026000000002', 'AMB2026000000003']) await pool.query(voided, [number]);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('tells what was drawn, what is missing and what is void, of its own', async () => {
    const voids = [{ number: 'AMA2026000000002', at: '2026-11-21T08:00:00.000Z', reason: 'refused' }];
    const missing = ['AMA2026000000001', 'AMA2026000017000', 'AMA2026000025000'];
    expect(await invoices.gaps('AMA', 2026)).toEqual({ series: 'AMA', year: 2026, drawn: 25_000, voids, missing });
    expect(await invoices.gaps('AMB', 2026)).toMatchObject({ drawn: 3, missing: [], voids: [{ number: 'AMB2026000000003' }] });
    expect(await invoices.gaps('AMB', 2025)).toBeUndefined();
  });
});
