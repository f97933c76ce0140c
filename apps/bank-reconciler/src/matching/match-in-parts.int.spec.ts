import { randomUUID } from 'node:crypto';
import { migrate } from '@kervan/service-host';
import { type FreshDatabase, freshDatabase, ownConnection } from '@kervan/testing';
import type { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MatchOrdersInParts1763720000013 } from '../../migrations/1763720000013-match-orders-in-parts.js';
import { bankReconcilerMigrations } from '../../migrations/bank-reconciler-migrations.js';

const before = bankReconcilerMigrations.slice(0, bankReconcilerMigrations.indexOf(MatchOrdersInParts1763720000013));
const upTo = [...before, MatchOrdersInParts1763720000013];
const order = randomUUID();

describe('the matches of a database from before orders were matched in parts', () => {
  let database: FreshDatabase;
  let client: Client;
  /** Whether the order may be matched with one more line, as that part where one is told. */
  const matches = async (part?: number): Promise<boolean> => {
    const [column, value] = part === undefined ? ['', ''] : [', part', `, ${part}`];
    const { rowCount } = await client.query(
      `INSERT INTO payment_match (line_id, order_id, amount_minor, currency, rule, rule_version, evidence, matched_at${column})
       VALUES ($1, $2, 1, 'TRY', 'one-named-exact-amount', 1, '[]', now()${value}) ON CONFLICT DO NOTHING`,
      [randomUUID(), order],
    );
    return rowCount === 1;
  };
  const rules = async (): Promise<string[]> => {
    const { rows } = await client.query<{ rule: string }>(
      `SELECT conname || ' ' || pg_get_constraintdef(oid) AS rule FROM pg_constraint
       WHERE conrelid = 'payment_match'::regclass AND conname LIKE 'uq_payment_match_%' ORDER BY 1`,
    );
    const { rows: indexes } = await client.query(`SELECT FROM pg_indexes WHERE tablename = 'payment_match'`);
    expect(indexes).toHaveLength(rows.length);
    return rows.map(({ rule }) => rule);
  };

  beforeEach(async () => {
    database = await freshDatabase();
    client = await ownConnection(database.url);
    await migrate('bank-reconciler', database, before);
    await client.query('ALTER TABLE payment_match DROP CONSTRAINT fk_payment_match_line');
    expect([await matches(), await matches()]).toEqual([true, false]);
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  it.each([
    ['at once', []],
    [
      'where an earlier run has left half of it',
      [
        'ALTER TABLE payment_match ADD COLUMN part integer NOT NULL DEFAULT 1',
        'CREATE UNIQUE INDEX uq_payment_match_part ON payment_match (order_id)',
        `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'uq_payment_match_part'::regclass`,
      ],
    ],
  ])('are each the first part, and no part is matched twice: %s', async (_how, half) => {
    for (const sql of half) await client.query(sql);
    expect(await migrate('bank-reconciler', database, upTo)).toEqual(['MatchOrdersInParts1763720000013']);
    expect([await matches(), await matches(1), await matches(2), await matches(2)]).toEqual([false, false, true, false]);
    expect(await rules()).toEqual(['uq_payment_match_line UNIQUE (line_id)', 'uq_payment_match_order UNIQUE (order_id, part)']);
  });

  it('are so where an earlier run has done all of it, and could not say so', async () => {
    await migrate('bank-reconciler', database, upTo);
    await client.query(`DELETE FROM migration WHERE name = 'MatchOrdersInParts1763720000013'`);
    await migrate('bank-reconciler', database, upTo);
    expect([await matches(), await matches(2)]).toEqual([false, true]);
    expect(await rules()).toHaveLength(2);
  });
});
