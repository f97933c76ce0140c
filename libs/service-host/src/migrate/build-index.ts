import type { QueryRunner } from 'typeorm';

/**
 * Builds an index while its table is read and written, in a migration with `transaction = false` that may be run again from the
 * start. A finished one is left as it is; what a try that was cut off has left is dropped first.
 *
 * It waits for every older transaction, a dump for one, as long as that lasts: nobody queues behind it, and giving up would leave
 * an invalid index at every try.
 *
 * @param on - what it is on: `pos_sale (order_number)`.
 */
export async function buildIndex(
  db: QueryRunner,
  name: string,
  on: string,
  kind: 'INDEX' | 'UNIQUE INDEX' = 'INDEX',
): Promise<void> {
  const finished = 'SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1) AND indisvalid';
  if (((await db.query(finished, [name])) as unknown[]).length > 0) return;
  await db.query('SET lock_timeout = 0');
  try {
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
    await db.query(`CREATE ${kind} CONCURRENTLY ${name} ON ${on}`);
  } finally {
    await db.query('RESET lock_timeout').catch(() => undefined); // refused only where the connection is gone
  }
}
