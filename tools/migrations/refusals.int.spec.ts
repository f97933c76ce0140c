import { testStack } from '@kervan/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { applied, judged } from './apply.js';
import type { Released } from './released.js';
import type { MigrationClass } from './service-migrations.js';

const CREATE = `
  CREATE TABLE parcel (
    id bigint GENERATED ALWAYS AS IDENTITY, note text, weight integer NOT NULL DEFAULT 0, state text NOT NULL, sender text NOT NULL,
    CONSTRAINT pk_parcel PRIMARY KEY (id), CONSTRAINT ck_parcel_state CHECK (state IN ('new', 'sent')));
  CREATE UNIQUE INDEX uq_parcel_sender ON parcel (sender);
  CREATE VIEW heavy_parcel AS SELECT id, weight FROM parcel;
  CREATE FUNCTION weigh(parcel bigint) RETURNS integer LANGUAGE sql RETURN 1`;

/** A migration of one text of SQL, as its number'th; one that builds concurrently is in no transaction. */
function migration(number: number, sql: string, marks: Pick<MigrationClass, 'contracts' | 'widens' | 'appendOnly'> = {}): MigrationClass {
  const name = `Migration170000000000${number}`;
  class Own implements MigrationInterface {
    readonly name = name;
    readonly transaction = sql.includes('CONCURRENTLY') ? false : undefined;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }
    async down(): Promise<void> {}
  }
  Object.defineProperty(Own, 'name', { value: name });
  return Object.assign(Own, marks);
}

const first = migration(1, CREATE);
let released: Released;

beforeAll(async () => {
  const [done] = await applied(testStack().databaseUrl, [first]);
  released = { release: '1.4.0', migrations: [first.name], shape: done!.shape };
});

async function findings(...migrations: readonly MigrationClass[]): Promise<readonly string[]> {
  return (await judged(testStack().databaseUrl, 'parcels', migrations, released)).findings;
}

describe('a new migration', () => {
  it.each([
    ['drops a table', 'DROP VIEW heavy_parcel; DROP TABLE parcel', 'table-gone parcel'],
    ['renames a table', 'ALTER TABLE parcel RENAME TO box', 'table-gone parcel'],
    ['drops a view', 'DROP VIEW heavy_parcel', 'table-gone heavy_parcel'],
    ['drops a column', 'ALTER TABLE parcel DROP COLUMN note', 'column-gone parcel.note'],
    ['renames a column', 'ALTER TABLE parcel RENAME COLUMN note TO remark', 'column-gone parcel.note'],
    ['changes a type', 'ALTER TABLE parcel ALTER COLUMN note TYPE varchar(10)', 'type-changed parcel.note'],
    ['demands what might be NULL', 'ALTER TABLE parcel ALTER COLUMN note SET NOT NULL', 'not-null parcel.note'],
    ['takes a default away', 'ALTER TABLE parcel ALTER COLUMN weight DROP DEFAULT', 'default-gone parcel.weight'],
    ['adds a column that must be filled', 'ALTER TABLE parcel ADD COLUMN colour text NOT NULL', 'needed-column parcel.colour'],
    ['adds a check', 'ALTER TABLE parcel ADD CONSTRAINT ck_parcel_weight CHECK (weight > 0)', 'rule-added ck_parcel_weight'],
    ['adds a unique index', 'CREATE UNIQUE INDEX uq_parcel_note ON parcel (note)', 'rule-added uq_parcel_note'],
    [
      'changes a check',
      `ALTER TABLE parcel DROP CONSTRAINT ck_parcel_state, ADD CONSTRAINT ck_parcel_state CHECK (state IN ('new'))`,
      'rule-changed ck_parcel_state',
    ],
    ['drops a unique index', 'DROP INDEX uq_parcel_sender', 'unique-gone uq_parcel_sender'],
    ['builds an index plainly', 'CREATE INDEX ix_parcel_note ON parcel (note)', 'plain-index parcel'],
    ['drops a function', 'DROP FUNCTION weigh(bigint)', 'function-gone weigh(parcel bigint)'],
  ])('that %s is refused', async (_, sql, found) => {
    const told = await findings(first, migration(2, sql));
    expect(told.map((finding) => finding.split(': ').slice(0, 2).join(': '))).toContain(`Migration1700000000002: ${found}`);
  });

  it.each([
    ['a table', 'CREATE TABLE box (id bigint NOT NULL, CONSTRAINT pk_box PRIMARY KEY (id))'],
    ['a column that may be NULL', 'ALTER TABLE parcel ADD COLUMN colour text'],
    ['a column with a default', `ALTER TABLE parcel ADD COLUMN colour text NOT NULL DEFAULT 'brown'`],
    ['a table with an index', 'CREATE TABLE box (id bigint NOT NULL); CREATE INDEX ix_box ON box (id)'],
    ['an index, concurrently', 'CREATE INDEX CONCURRENTLY ix_parcel_note ON parcel (note)'],
    ['a function', 'CREATE FUNCTION wrap(parcel bigint) RETURNS integer LANGUAGE sql RETURN 1'],
    ['room where a rule was', 'ALTER TABLE parcel DROP CONSTRAINT ck_parcel_state'],
    ['room where a value was needed', 'ALTER TABLE parcel ALTER COLUMN state DROP NOT NULL'],
  ])('that makes %s is taken', async (_, sql) => {
    expect(await findings(first, migration(2, sql))).toEqual([]);
  });

  it('that admits more than a rule did is taken when it says so', async () => {
    const sql = `ALTER TABLE parcel DROP CONSTRAINT ck_parcel_state, ADD CONSTRAINT ck_parcel_state CHECK (state IN ('new', 'sent', 'lost'))`;
    expect(await findings(first, migration(2, sql, { widens: ['ck_parcel_state'] }))).toEqual([]);
    expect(await findings(first, migration(2, sql))).toHaveLength(1);
  });

  it('that leaves an earlier table to grow only is refused, and taken once the last release does', async () => {
    const appendOnly = ['parcel'];
    expect(await findings(first, migration(2, 'SELECT', { appendOnly }))).toEqual([
      'Migration1700000000002: append-only parcel: the release before may still change or delete its rows. ' +
        'Name it in a contract migration, once the last release does neither.',
    ]);
    expect(await findings(first, migration(2, 'SELECT', { appendOnly, contracts: '1.4.0' }))).toEqual([]);
  });

  it('that contracts is taken after the release that it names, and that one has to be the last', async () => {
    const sql = 'ALTER TABLE parcel DROP COLUMN note';
    expect(await findings(first, migration(2, sql, { contracts: '1.4.0' }))).toEqual([]);
    expect(await findings(first, migration(2, sql, { contracts: '1.3.0' }))).toEqual([
      'Migration1700000000002 contracts what release 1.3.0 has stopped using, but the last release is 1.4.0: name that one, if it has.',
    ]);
  });
});

describe('a released migration', () => {
  it('that was edited is refused', async () => {
    const edited = migration(1, CREATE.replace('note text', 'note text, colour text'));
    expect(await findings(edited)).toEqual([
      'parcels: a migration of release 1.4.0 was edited. Databases have run it as it was: undo that, and write a new one.',
    ]);
  });

  it('that is gone is refused', async () => {
    expect(await findings(migration(2, CREATE))).toEqual([
      'parcels: what was released stays, in its order: Migration1700000000001.',
    ]);
  });

  it('may have a new one listed before it, which runs after it all the same', async () => {
    expect(await findings(migration(2, 'ALTER TABLE parcel ADD COLUMN colour text'), first)).toEqual([]);
  });
});
