import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { PgTransaction, type TransactionParts } from './pg-transaction.js';
import type { DatabaseTransaction, OpenTransaction } from './transaction.js';
import { isLockConflict } from './transaction.errors.js';

const CONFLICT_RETRIES_MS = [200, 400, 800];

/**
 * Database transactions whose outputs commit with them and are sent afterwards, once at least and in order per key.
 *
 * Waits 2 s for a connection and 5 s for a statement, then throws. Does no network call but to the database.
 */
export class Transactions {
  constructor(
    private readonly pool: Pool,
    private readonly parts: TransactionParts,
  ) {}

  /**
   * Runs the work in one transaction and commits it.
   *
   * A deadlock or a serialization failure runs it again, up to three times with 0.2, 0.4 and 0.8 s of full jitter: the
   * work must have no effect outside the transaction. Whatever it throws rolls everything back.
   *
   * @throws {CommitUnknown} when the connection was lost before the commit was answered: done or not, nobody knows.
   */
  async run<T>(work: (db: DatabaseTransaction) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      const db = await this.begin();
      try {
        const result = await work(db);
        await db.commit();
        return result;
      } catch (error) {
        await db.rollback();
        const pause = CONFLICT_RETRIES_MS[attempt];
        if (pause === undefined || !isLockConflict(error)) throw error;
        await delay(Math.random() * pause);
      }
    }
  }

  /** Begins a transaction that its caller ends. */
  async begin(): Promise<OpenTransaction> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
    } catch (error) {
      client.release(true);
      throw error;
    }
    return new PgTransaction(client, this.parts);
  }
}
