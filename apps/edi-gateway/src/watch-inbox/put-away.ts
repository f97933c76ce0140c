import type { DatabaseTransaction } from '@kervan/messaging';
import { InterchangeState } from '../take-interchange/interchange.repository.js';
import type { Outcome } from '../take-interchange/take-interchange.js';
import { type Claim, finalName, finish } from './claims.js';
import { forgetFailures } from './failing-file.repository.js';
import { errorNameOf } from './file-names.js';
import type { PartnerFolders } from './partner-folders.js';
import { writeWhole } from './write-file.js';

/**
 * Moves a claimed file to `accepted` or `rejected` once it has been recorded; beside what is refused stands why.
 *
 * One process at a time does so for a partner, by a lock of the transaction: two files of one name never end under one.
 * Harmless when it is done again.
 */
export async function putAway(
  db: DatabaseTransaction,
  one: Claim,
  { partner, accepted, rejected }: PartnerFolders,
  { state, problem }: Outcome,
): Promise<void> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('put away ' || $1, 0))`, [partner]);
  const target = state === InterchangeState.refused ? rejected : accepted;
  const name = await finalName(one, target);
  if (problem) await writeWhole(target, errorNameOf(name), `${JSON.stringify(problem, null, 2)}\n`);
  await finish(one, target, name);
  await forgetFailures(db, one, partner);
}
