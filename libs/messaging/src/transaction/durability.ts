import type { Queryable } from './output-statements.js';

/**
 * Refuses a database whose commits do not wait for the disk: what is answered, or not read again, would not be durable.
 *
 * @throws Error that says what to set.
 */
export async function assertDurable(db: Queryable): Promise<void> {
  const [row] = await db.query<{ how: string }>(`SELECT current_setting('synchronous_commit') AS how`);
  if (row?.how === 'off') {
    throw new Error('synchronous_commit is off for this service: its answers would come before its commits are on the disk. Set it to on.');
  }
}
