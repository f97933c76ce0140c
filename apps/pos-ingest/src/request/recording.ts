import { CommitUnknown, type DatabaseTransaction, type Transactions } from '@kervan/messaging';
import { isDatabaseUnavailable, Problem } from '@kervan/service-host';
import { saleProblems } from '../take-sale/sale.problems.js';

const RETRY_AFTER = { 'retry-after': '5' };

/**
 * Runs work in one transaction for a caller who waits, and tells him in words when storage fails.
 *
 * @throws {Problem} 503 `storage-unavailable`: after a lost commit it may or may not be recorded.
 */
export async function record<T>(transactions: Transactions, work: (db: DatabaseTransaction) => Promise<T>): Promise<T> {
  try {
    return await transactions.run(work);
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
