import { type FreshDatabase, freshDatabase } from '@kervan/testing';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildIndex } from './build-index.js';
import { migrate, migrationsApplied } from './migrate.js';

class CreateShelf1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE shelf (id integer NOT NULL)');
    await runner.query('INSERT INTO shelf VALUES (1)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shelf');
  }
}

class FillShelf1700000000002 implements MigrationInterface {
  static breaks = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('INSERT INTO shelf VALUES (2)');
    if (FillShelf1700000000002.breaks) throw new Error('the process died');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM shelf WHERE id = 2');
  }
}

class IndexShelf1700000000003 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await buildIndex(runner, 'ix_shelf', 'shelf (id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_shelf');
  }
}

const migrations = [CreateShelf1700000000001, FillShelf1700000000002];

describe('migrate', () => {
  let database: FreshDatabase;
  let client: Client;
  const shelf = async (): Promise<number[]> =>
    (await client.query<{ id: number }>('SELECT id FROM shelf ORDER BY id')).rows.map(({ id }) => id);

  beforeEach(async () => {
    FillShelf1700000000002.breaks = false;
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  it('runs what is missing, and nothing a second time', async () => {
    expect(await migrate('shop', database, migrations.slice(0, 1))).toEqual(['CreateShelf1700000000001']);
    expect(await migrate('shop', database, migrations)).toEqual(['FillShelf1700000000002']);
    expect(await migrate('shop', database, migrations)).toEqual([]);
    expect(await shelf()).toEqual([1, 2]);
  });

  it('runs once when it is started three times at once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrate('shop', database, migrations)));
    expect(runs.flat()).toHaveLength(2);
    expect(await shelf()).toEqual([1, 2]);
  });

  it('runs once also where it builds an index concurrently, which waits for every statement under way', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrate('shop', database, [...migrations, IndexShelf1700000000003])));
    expect(runs.flat()).toHaveLength(3);
  });

  it('goes on where it broke off: what is done stays, what broke leaves nothing', async () => {
    FillShelf1700000000002.breaks = true;
    await expect(migrate('shop', database, migrations)).rejects.toThrow('the process died');
    expect(await shelf()).toEqual([1]);
    FillShelf1700000000002.breaks = false;
    expect(await migrate('shop', database, migrations)).toEqual(['FillShelf1700000000002']);
    expect(await shelf()).toEqual([1, 2]);
  });

  it('is told missing by the readiness check until it has run', async () => {
    await migrate('shop', database, migrations.slice(0, 1));
    const check = migrationsApplied(async (sql) => (await client.query(sql)).rows, migrations);
    expect(await check()).toEqual({ ok: false, reason: 'migrations-missing' });
    await migrate('shop', database, migrations);
    expect(await check()).toEqual({ ok: true });
  });
});
