import type { QueryRunner } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { buildIndex } from './build-index.js';

/** A database that tells what it was asked to change; @param valid whether it has a valid index, @param fails what it refuses. */
function database(valid: boolean, fails = /^$/): { readonly changes: string[]; readonly runner: QueryRunner } {
  const changes: string[] = [];
  const query = async (sql: string): Promise<unknown[]> => {
    if (sql.startsWith('SELECT')) return valid ? [{ indisvalid: true }] : [];
    changes.push(sql);
    if (fails.test(sql)) throw new Error(`refused: ${sql}`);
    return [];
  };
  return { changes, runner: { query } as unknown as QueryRunner };
}

describe('buildIndex', () => {
  it('leaves the index that a try before has finished', async () => {
    const { changes, runner } = database(true);
    await buildIndex(runner, 'ix_shelf', 'shelf (id)');
    expect(changes).toEqual([]);
  });

  it('drops what a try before has left and builds it, waiting for older transactions for as long as they last', async () => {
    const { changes, runner } = database(false);
    await buildIndex(runner, 'ix_shelf', 'shelf (id)');
    expect(changes).toEqual([
      'SET lock_timeout = 0',
      'DROP INDEX CONCURRENTLY IF EXISTS ix_shelf',
      'CREATE INDEX CONCURRENTLY ix_shelf ON shelf (id)',
      'RESET lock_timeout',
    ]);
  });

  it('builds a unique one', async () => {
    const { changes, runner } = database(false);
    await buildIndex(runner, 'uq_shelf', 'shelf (id)', 'UNIQUE INDEX');
    expect(changes).toContain('CREATE UNIQUE INDEX CONCURRENTLY uq_shelf ON shelf (id)');
  });

  it('limits the waits of the connection again where it fails, and tells why it did', async () => {
    const { changes, runner } = database(false, /^CREATE|^RESET/);
    await expect(buildIndex(runner, 'ix_shelf', 'shelf (id)')).rejects.toThrow('refused: CREATE INDEX');
    expect(changes.at(-1)).toBe('RESET lock_timeout');
  });
});
