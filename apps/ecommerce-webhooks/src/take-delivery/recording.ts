import { CommitUnknown } from '@kervan/messaging';
import { isDatabaseUnavailable, problem, Problem } from '@kervan/service-host';

/**
 * Does work in the database for a caller who waits.
 *
 * @throws {Problem} 503 `dependency-unavailable` when storage fails: after a lost commit it may or may not be recorded.
 */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem || !(error instanceof CommitUnknown || isDatabaseUnavailable(error))) throw error;
    throw problem('dependency-unavailable', {
      detail: 'Storage is not reachable. This may or may not have been recorded. Send it again unchanged.',
      headers: { 'retry-after': '5' },
      cause: error,
    });
  }
}
