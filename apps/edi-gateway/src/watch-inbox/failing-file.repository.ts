import type { DatabaseTransaction } from '@kervan/messaging';
import type { Claim } from './claims.js';

/** A file that cannot be taken by a fault of ours; it is tried again and again. */
export interface FailingFile {
  /** Of the claim, and of the interchange to be. */
  readonly id: string;
  readonly partner: string;
  readonly fileName: string;
  readonly failures: number;
  /** Code or name of the last error; never its words, which may repeat a value. */
  readonly cause: string;
  readonly failingSince: Date;
  readonly lastFailedAt: Date;
}

/** Counts a failure of a file. */
export async function noteFailure(
  db: DatabaseTransaction,
  { id, name }: Claim,
  partner: string,
  error: unknown,
): Promise<void> {
  await db.query(
    `INSERT INTO edi_failing_file AS known (id, partner, file_name, cause) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET failures = known.failures + 1, cause = excluded.cause, last_failed_at = now()`,
    [id, partner, name, causeOf(error)],
  );
}

/** Forgets the failures of a file that has been taken, or is gone. */
export async function forgetFailures(db: DatabaseTransaction, { id }: Claim): Promise<void> {
  await db.query('DELETE FROM edi_failing_file WHERE id = $1', [id]);
}

/** Where the files that fail are, as the FROM of a statement; one that was not tried for a day was taken away. */
export const failingFiles = `edi_failing_file WHERE last_failed_at > now() - interval '1 day'`;

/** The files that fail, the longest first. */
export function listFailing(db: DatabaseTransaction, limit: number): Promise<FailingFile[]> {
  return db.query<FailingFile>(
    `SELECT id, partner, file_name AS "fileName", failures, cause, failing_since AS "failingSince",
       last_failed_at AS "lastFailedAt"
     FROM ${failingFiles} ORDER BY failing_since, id LIMIT $1`,
    [limit],
  );
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
