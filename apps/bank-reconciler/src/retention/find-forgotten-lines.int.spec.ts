import { migrate } from '@kervan/service-host';
import { eventually, type FreshDatabase, freshDatabase, ownConnection } from '@kervan/testing';
import type { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FindForgottenLines1763720000010 } from '../../migrations/1763720000010-find-forgotten-lines.js';
import { bankReconcilerMigrations } from '../../migrations/bank-reconciler-migrations.js';

let database: FreshDatabase;
let [taking, other]: Client[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  [taking, other] = await Promise.all([1, 2].map(() => ownConnection(database.url)));
});
afterEach(async () => {
  await Promise.all([taking!.end(), other!.end()]);
  await database.drop();
});

it('the indexes of forgotten lines are built while lines are taken, also where an earlier run left half of them', async () => {
  const before = bankReconcilerMigrations.slice(0, bankReconcilerMigrations.indexOf(FindForgottenLines1763720000010));
  await migrate('bank-reconciler', database, before);
  await other!.query('CREATE INDEX ix_bank_line_forgotten ON bank_line (id)');
  await other!.query(`UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_bank_line_forgotten'::regclass`);
  await taking!.query('BEGIN');
  await taking!.query('LOCK bank_line IN ROW EXCLUSIVE MODE');
  const migrated = migrate('bank-reconciler', database, [...before, FindForgottenLines1763720000010]);
  migrated.catch(() => undefined); // told where it is awaited
  await eventually('it is being built', async () => {
    const building = `SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()
      AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%INDEX%ix_bank_line%')`;
    return (await other!.query(building)).rowCount === 1;
  });
  await other!.query(`SET lock_timeout = '1s'`);
  await other!.query('UPDATE bank_line SET texts = texts');
  await taking!.query('COMMIT');
  expect(await migrated).toEqual(['FindForgottenLines1763720000010']);
  const { rows } = await other!.query<{ columns: string }>(
    `SELECT indexdef AS columns FROM pg_indexes WHERE indexname IN ('ix_bank_line_end_to_end_digest', 'ix_bank_line_forgotten')`,
  );
  expect(rows.map(({ columns }) => columns)).toEqual([expect.stringContaining('WHERE'), expect.stringContaining('WHERE')]);
});
