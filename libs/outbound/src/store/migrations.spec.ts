import type { QueryRunner } from 'typeorm';
import { expect, it } from 'vitest';
import { outboundMigrations } from './migrations.js';

it('the ended calls get the index by their time while calls go on: in no transaction, and concurrently', async () => {
  const building: [transaction: boolean | undefined, sql: string][] = [];
  for (const Migration of outboundMigrations) {
    const migration: { transaction?: boolean; up(runner: QueryRunner): Promise<void> } = new Migration();
    const query = async (sql: string): Promise<unknown[]> => {
      if (/CREATE INDEX.* ix_outbound_ended_call_ended_at /.test(sql)) building.push([migration.transaction, sql]);
      return sql.startsWith('SELECT quote_ident') ? [{ schema: 'public' }] : [];
    };
    await migration.up({ query } as unknown as QueryRunner);
  }
  expect(building).toEqual([
    [
      false,
      'CREATE INDEX CONCURRENTLY ix_outbound_ended_call_ended_at ON outbound_ended_call USING brin (ended_at) WITH (pages_per_range = 32)',
    ],
  ]);
});
