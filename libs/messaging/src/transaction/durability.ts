import type { Queryable } from './output-statements.js';

/**
 * Refuses a database whose commits do not wait for the disk, or not for the synchronous standby that it names: what is
 * answered, or not read again, would not be durable.
 *
 * @throws Error that says what to set.
 */
export async function assertDurable(db: Queryable): Promise<void> {
  const [row] = await db.query<{ how: string; standbys: string }>(
    `SELECT current_setting('synchronous_commit') AS how, current_setting('synchronous_standby_names') AS standbys`,
  );
  if (row?.how === 'off') {
    throw new Error('synchronous_commit is off for this service: its answers would come before its commits are on the disk. Set it to on.');
  }
  if (row?.how === 'local' && row.standbys !== '') {
    throw new Error(
      'synchronous_commit is local for this service: its answers would come before the synchronous standby has its commits. Set it to on.',
    );
  }
}
