import { createHash } from 'node:crypto';
import type { DatabaseTransaction } from '@kervan/messaging';
import type { Claim } from './claims.js';
import { withEnd } from './file-names.js';

/** A file that cannot be taken by a fault of ours; it is tried again and again. */
export interface FailingFile {
  /** Of the claim, and of the interchange to be; of a file that cannot be claimed, one of its own. */
  readonly id: string;
  readonly partner: string;
  readonly fileName: string;
  readonly failures: number;
  /** Code or name of the last error; never its words, which may repeat a value. */
  readonly cause: string;
  readonly failingSince: Date;
  readonly lastFailedAt: Date;
}

/** What of a claim a failure is noted under. */
type Failing = Pick<Claim, 'id' | 'name'>;

/** A file that cannot be claimed, by its name in the inbox: to every process the same until it is claimed. */
export function unclaimed(partner: string, fileName: string): Failing {
  const name = withEnd(fileName, '');
  const hash = createHash('sha256').update(`${partner}/${name}`).digest('hex');
  const id = hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
  return { id, name };
}

/** Counts a failure of a file. */
export async function noteFailure(
  db: DatabaseTransaction,
  { id, name }: Failing,
  partner: string,
  error: unknown,
): Promise<void> {
  await db.query(
    `INSERT INTO edi_failing_file AS known (id, partner, file_name, cause) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET failures = known.failures + 1, cause = excluded.cause, last_failed_at = now()`,
    [id, partner, name, causeOf(error)],
  );
}

/** Forgets the failures of a file that has been taken, or is gone, and those from before it was claimed. */
export async function forgetFailures(db: DatabaseTransaction, { id, name }: Failing, partner: string): Promise<void> {
  await db.query('DELETE FROM edi_failing_file WHERE id IN ($1, $2)', [id, unclaimed(partner, name).id]);
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
