import { migrate } from '@kervan/service-host';
import { blocksRead, freshDatabase, type FreshDatabase, ownPool } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import { openPool } from '../transaction/pools.js';
import { AuditLog } from './audit-log.js';

const formerRelease = messagingMigrations.filter(({ name }) => name !== 'FindActsOfAnOrder1700000000014');

/** Of each order, three entries after one another: of what names it as its order, as its order key, and of itself. */
const ENTRIES = `
  INSERT INTO audit_entry (seq, at, act, subject_kind, subject_id, actor, reason, detail, previous_hash, hash)
  SELECT place, timestamptz '2026-01-01Z' + place * interval '1 second', 'redrive', 'kind-' || place % 4,
    CASE WHEN place % 3 = 0 THEN orders.id ELSE 'thing-' || place END, CASE place % 3 WHEN 1 THEN 'ada' ELSE 'grace' END, 'mended',
    CASE place % 3 WHEN 0 THEN '{}' ELSE format('{"%s":"%s"}', CASE place % 3 WHEN 1 THEN 'orderId' ELSE 'orderKey' END, orders.id) END::json,
    lpad(place::text, 64, '0'), lpad(place::text, 64, 'f')
  FROM generate_series(1, 20001) AS place, LATERAL (SELECT 'order-' || (place + 2) / 3 AS id) AS orders`;

/** As a concurrent build that was cut off leaves it. */
const HALF_AN_INDEX = `
  CREATE INDEX ix_audit_entry_order_id ON audit_entry (seq);
  UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_audit_entry_order_id'::regclass`;

describe('the audit log, of which there is much', () => {
  let database: FreshDatabase;
  let superuser: Pool;
  let pool: Pool;

  beforeEach(async () => {
    database = await freshDatabase(formerRelease);
    superuser = ownPool(database.url);
    pool = openPool({ database, name: 'test', max: 1 });
    await superuser.query(ENTRIES);
  });

  afterEach(async () => {
    await Promise.all([pool.end(), superuser.end()]);
    await database.drop();
  });

  const upgrade = (): Promise<string[]> => migrate('tester', database, messagingMigrations);

  /** The numbers of a page of two entries, and how many blocks were read for it. */
  async function page(filter: object, after?: string): Promise<{ numbers: string[]; blocks: number }> {
    let blocks = 0;
    const query = async (sql: string, params: readonly unknown[] = []): Promise<never[]> => {
      blocks += await blocksRead(pool, sql, params);
      return (await pool.query(sql, [...params])).rows as never[];
    };
    const { items } = await new AuditLog({ query } as ConstructorParameters<typeof AuditLog>[0]).list(filter, { limit: 2, after });
    return { numbers: items.map(({ seq }) => seq), blocks };
  }

  /** Lists early entries in each way; how many blocks were read at most. */
  async function listEarly(): Promise<number> {
    const [first, second, ofOne, ofNone, all] = [
      await page({ about: 'order-5' }),
      await page({ about: 'order-5' }, '14'),
      await page({ about: 'order-5', by: 'ada' }),
      await page({ about: 'order-0' }),
      await page({}),
    ];
    const pages = [first, second, ofOne, ofNone, all];
    expect(pages.map(({ numbers }) => numbers)).toEqual([['15', '14'], ['13'], ['13'], [], ['20001', '20000']]);
    return Math.max(...pages.map(({ blocks }) => blocks));
  }

  it.each([
    ['at once', '', ''],
    ['once it was analyzed', '', 'ANALYZE'],
    ['where an earlier run has left half of an index', HALF_AN_INDEX, ''],
  ])('is not read back to what was done about an order: %s', async (_when, before, after) => {
    await superuser.query(before);
    expect(await upgrade()).toEqual(['FindActsOfAnOrder1700000000014']);
    await superuser.query(after);
    expect(await listEarly()).toBeLessThan(60);
  });

  it('control: is read back to it in a database that was not upgraded', async () => {
    expect(await listEarly()).toBeGreaterThan(500);
  });
});
