import { CommitUnknown, type DatabaseTransaction, type Transactions } from '@kervan/messaging';
import { isDatabaseUnavailable, Problem, Recorded } from '@kervan/service-host';
import { saleProblems } from '../take-sale/sale.problems.js';
import type { Answer } from './answer.js';

const RETRY_AFTER = { 'retry-after': '5' };

/**
 * Finds an answer in one transaction. One that repeats what was recorded earlier, or tells that it was, is as durable as
 * the first: it is told once the standby has what it speaks of.
 *
 * @throws {Problem} as {@link inWords}.
 */
export function answerOf(transactions: Transactions, work: (db: DatabaseTransaction) => Promise<Answer>): Promise<Answer> {
  return inWords(() =>
    transactions.run(async (db) => {
      const answer = await work(db);
      if (answer.replayed || answer.body.recorded === Recorded.earlier) await db.confirm();
      return answer;
    }),
  );
}

/**
 * Does work in the database for a caller who waits, and tells him in words when storage fails.
 *
 * @throws {Problem} 503 `storage-unavailable`: after a lost commit it may or may not be recorded.
 */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem || !(error instanceof CommitUnknown || isDatabaseUnavailable(error))) throw error;
    throw saleProblems('storage-unavailable', {
      detail:
        'Storage is not reachable. Your sale may or may not have been recorded. ' +
        'Send it again with the same Idempotency-Key. ' +
        'Without a key send it again unchanged: its receipt identifies it.',
      headers: RETRY_AFTER,
      cause: error,
    });
  }
}
