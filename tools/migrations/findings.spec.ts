import { describe, expect, it } from 'vitest';
import { type Applied, findingsOf } from './findings.js';
import type { Released } from './released.js';
import type { Shape } from './shape.js';

const shape: Shape = { tables: { parcel: { columns: {}, rules: {} }, box: { columns: {}, rules: {} } }, functions: [] };
const released: Released = { release: '1.4.0', migrations: ['First'], shape, appendOnly: ['box'] };
const first: Applied = { migration: { name: 'First', appendOnly: ['box'] }, statements: ['CREATE INDEX ix_parcel ON parcel (id)'], shape };

/** A new migration that leaves the shape as it was. */
function fresh(statements: readonly string[], marks: Omit<Applied['migration'], 'name'> = {}, name = 'Second'): Applied {
  return { migration: { name, ...marks }, statements, shape };
}

function codes(applied: readonly Applied[], of = released): string[] {
  return findingsOf('parcels', applied, of).map((finding) => finding.split(': ').slice(0, 2).join(': '));
}

describe('a new migration', () => {
  it.each([
    'CREATE INDEX ix_parcel_note ON parcel (note)',
    'CREATE UNIQUE INDEX uq_parcel_note ON parcel(note)',
    'create index if not exists ix_parcel_note  on parcel using brin (at)',
    'CREATE INDEX ON parcel (note)',
    'CREATE INDEX ix_parcel_note ON "public"."parcel" (note)',
    'ALTER TABLE parcel ADD COLUMN note text; CREATE INDEX ix_parcel_note ON parcel (note)',
  ])('that keeps everyone from writing to an earlier table is refused: %s', (sql) => {
    expect(codes([first, fresh([sql])])).toEqual(['Second: plain-index parcel']);
  });

  it('is refused for that where it contracts, and for a partition, which no shape tells', () => {
    const statements = ['CREATE INDEX ix_parcel_default ON parcel_default (note)'];
    expect(codes([first, fresh(statements, { contracts: '1.4.0' })])).toEqual(['Second: plain-index parcel_default']);
  });

  it.each([
    'CREATE INDEX CONCURRENTLY ix_parcel_note ON parcel (note)',
    'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq_parcel_note ON parcel (note)',
    'CREATE INDEX ix_parcel_note ON ONLY parcel (note)',
    'CREATE TABLE IF NOT EXISTS shelf (id bigint); CREATE INDEX ix_shelf ON shelf (id)',
    'CREATE MATERIALIZED VIEW heavy AS SELECT id FROM parcel; CREATE INDEX ix_heavy ON heavy (id)',
    `EXECUTE format('CREATE INDEX %I ON %I (entered_at)', name, partition)`,
  ])('may say: %s', (sql) => {
    expect(codes([first, fresh([sql])])).toEqual([]);
  });

  it('may index a table that is known to be small, and no other', () => {
    const statements = ['CREATE INDEX ix_a ON bank_statement (a)', 'CREATE INDEX ix_b ON bank_line (b)'];
    const name = 'FollowStatements1763720000007';
    expect(codes([first, fresh(statements, {}, name)])).toEqual([`${name}: plain-index bank_line`]);
  });

  it('may index what another of the same upgrade makes', () => {
    const made = fresh(['CREATE TABLE shelf (id bigint)']);
    expect(codes([first, made, fresh(['CREATE INDEX ix_shelf ON shelf (id)'], {}, 'Third')])).toEqual([]);
  });

  it('that takes rights to an earlier table away is refused, unless the last release has stopped using them', () => {
    expect(codes([first, fresh([], { appendOnly: ['parcel'] })])).toEqual(['Second: append-only parcel']);
    expect(codes([first, fresh([], { appendOnly: ['parcel'], contracts: '1.4.0' })])).toEqual([]);
  });

  it('may leave its own table, and one that was so before, to grow only', () => {
    expect(codes([first, fresh(['CREATE TABLE shelf (id bigint)'], { appendOnly: ['shelf', 'box'] })])).toEqual([]);
  });
});

describe('a released migration', () => {
  const edited: Applied = { ...first, migration: { name: 'First', appendOnly: ['box', 'parcel'] } };

  it('that names a further table as append-only is refused', () => {
    expect(codes([first])).toEqual([]);
    expect(codes([edited])).toEqual(['First: append-only parcel']);
  });

  it('says itself what was append-only where the release did not note it', () => {
    const { appendOnly: _, ...unnoted } = released;
    expect(codes([edited, fresh([], { appendOnly: ['parcel'] })], unnoted)).toEqual([]);
    expect(codes([first, fresh([], { appendOnly: ['parcel'] })], unnoted)).toEqual(['Second: append-only parcel']);
  });
});
