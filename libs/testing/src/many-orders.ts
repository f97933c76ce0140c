import type { Pool } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { blocksRead } from './blocks-read.js';
import { freshDatabase } from './fresh-database.js';

/** A service's table of orders, and what lists it. */
export interface ManyOrdersOptions {
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly openPool: (options: { readonly database: { readonly url: string }; readonly name: string; readonly max: number }) => Pool;
  readonly table: string;
  /** What its rows hold beside what every such table does, in SQL by column; `place` is the number of the row. */
  readonly columns: Readonly<Record<string, string>>;
  /** What lists it, with transactions that have `run` alone. */
  readonly lister: (transactions: object) => { list(asked: never): Promise<{ readonly items: readonly { readonly orderNumber: string }[] }> };
}

/** A table of 20,000 orders, N1 to N20000 in the order of their moments; all have completed but those from N19990 on. */
export interface ManyOrders {
  /** Lists three as asked. @returns their numbers, and how many blocks each statement has read for that. */
  list(asked: object): Promise<{ readonly numbers: readonly string[]; readonly blocks: readonly number[] }>;
  drop(): Promise<void>;
}

/** What may be asked of {@link ManyOrders}: in words, the query, and the numbers of the answer. */
export const askedOfMany = [
  ['of a state that few are in', { state: 'needs_attention' }, ['N19990', 'N19991', 'N19992']],
  ['of such a state, from a place on', { state: 'needs_attention', after: ['2026-01-01T05:33:14Z', 'ffffffff-ffff-4fff-bfff-ffffffffffff'] }, ['N19995', 'N19996', 'N19997']],
  ['of a number', { orderNumber: 'N19000' }, ['N19000']],
  ['of a state that nearly all are in', { state: 'completed' }, ['N1', 'N2', 'N3']],
  ['of all', {}, ['N1', 'N2', 'N3']],
] as const;

/** Makes a database with many orders, of which few wait for a person. */
export async function manyOrders({ migrations, openPool, table, columns, lister }: ManyOrdersOptions): Promise<ManyOrders> {
  const database = await freshDatabase(migrations);
  const pool = openPool({ database: { url: database.url }, name: 'test', max: 1 });
  const values = {
    ...{ id: 'gen_random_uuid()', company: `'AM01'`, mode: `'live'`, order_number: `'N' || place`, correlation_id: `'C'` },
    state: `CASE WHEN place >= 19990 THEN 'needs_attention' ELSE 'completed' END`,
    state_since: `timestamptz '2026-01-01Z' + place * interval '1 second'`,
    ...columns,
  };
  await pool.query(
    `INSERT INTO ${table} (${Object.keys(values).join()}) SELECT ${Object.values(values).join()} FROM generate_series(1, 20000) AS place`,
  );
  await pool.query('ANALYZE');
  return {
    async list(asked) {
      const blocks: number[] = [];
      const query = async (sql: string, params: readonly unknown[]): Promise<unknown[]> => {
        blocks.push(await blocksRead(pool, sql, params));
        return (await pool.query(sql, [...params])).rows;
      };
      const controller = lister({ run: (work: (db: object) => unknown) => work({ query }) });
      const { items } = await controller.list({ limit: 3, ...asked } as never);
      return { numbers: items.map(({ orderNumber }) => orderNumber), blocks };
    },
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}
