import type { DatabaseTransaction } from '@kervan/messaging';
import type { FileProblem } from './file-problem.js';

/** What became of an interchange. */
export const InterchangeState = {
  accepted: 'accepted',
  /** Some of its messages were refused. */
  partly_accepted: 'partly_accepted',
  /** It had been accepted before, and got its answer again. */
  repeated: 'repeated',
  refused: 'refused',
} as const;

export type InterchangeState = (typeof InterchangeState)[keyof typeof InterchangeState];

/** A row of edi_interchange on its way into the table. */
export interface NewInterchange {
  readonly id: string;
  readonly partner: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly contentHash: Buffer | null;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly controlReference: string | null;
  readonly test: boolean;
  readonly state: InterchangeState;
  /** The interchange that this one repeats, and whose answer it gets. */
  readonly repeats: string | null;
  readonly problem: FileProblem | null;
}

/** What is known of an interchange that was recorded. */
export interface RecordedInterchange {
  readonly id: string;
  readonly state: InterchangeState;
  readonly contentHash: Buffer | null;
  readonly problem: FileProblem | null;
  readonly receivedAt: Date;
}

const recorded = `id, state, content_hash AS "contentHash", problem, received_at AS "receivedAt"`;

/**
 * Inserts an interchange, unless its claim is recorded, or its control reference names an accepted one; of two at a
 * time, the later waits for the transaction of the first.
 *
 * @returns whether it was inserted.
 */
export async function insertInterchange(db: DatabaseTransaction, one: NewInterchange): Promise<boolean> {
  const inserted = await db.query(
    `INSERT INTO edi_interchange (id, partner, file_name, bytes, content_hash, sender, recipient, control_reference,
       test, state, repeats, problem)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id`,
    [
      one.id,
      one.partner,
      one.fileName,
      one.bytes,
      one.contentHash,
      one.sender,
      one.recipient,
      one.controlReference,
      one.test,
      one.state,
      one.repeats,
      one.problem && JSON.stringify(one.problem),
    ],
  );
  return inserted.length > 0;
}

/** The interchange of that claim, if it has been recorded. */
export async function findById(db: DatabaseTransaction, id: string): Promise<RecordedInterchange | undefined> {
  const [found] = await db.query<RecordedInterchange>(`SELECT ${recorded} FROM edi_interchange WHERE id = $1`, [id]);
  return found;
}

/** The accepted interchange of that control reference. */
export async function findAccepted(
  db: DatabaseTransaction,
  partner: string,
  controlReference: string,
): Promise<RecordedInterchange | undefined> {
  const [found] = await db.query<RecordedInterchange>(
    `SELECT ${recorded} FROM edi_interchange
     WHERE partner = $1 AND control_reference = $2 AND state IN ('accepted', 'partly_accepted')`,
    [partner, controlReference],
  );
  return found;
}

/** The interchange of the same content that was refused for itself, and has not come again since. */
export async function findRefused(
  db: DatabaseTransaction,
  partner: string,
  controlReference: string,
  contentHash: Buffer,
): Promise<RecordedInterchange | undefined> {
  const [found] = await db.query<RecordedInterchange>(
    `SELECT ${recorded} FROM edi_interchange
     WHERE partner = $1 AND control_reference = $2 AND content_hash = $3 AND state = 'refused' AND repeats IS NULL
     ORDER BY received_at DESC LIMIT 1`,
    [partner, controlReference, contentHash],
  );
  return found;
}
