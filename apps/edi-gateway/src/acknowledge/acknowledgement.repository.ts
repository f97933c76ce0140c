import type { DatabaseTransaction } from '@kervan/messaging';

/** A CONTRL that is owed to a partner. */
export interface OwedAcknowledgement {
  readonly interchangeId: string;
  readonly partner: string;
  readonly fileName: string;
  readonly content: Buffer;
  readonly owedSince: Date;
}

const DIGITS = 14;

/** Where the answers are that have stayed owed for longer than a few attempts take, as the FROM of a statement. */
export const owedForLong = `edi_acknowledgement WHERE written_at IS NULL AND owed_since < now() - interval '1 minute'`;

/** Draws our next own control reference. Those of transactions that fail are left out. */
export async function nextControlReference(db: DatabaseTransaction): Promise<string> {
  const [drawn] = await db.query<{ next: string }>(`SELECT nextval('edi_control_reference')::text AS next`);
  return drawn!.next.padStart(DIGITS, '0');
}

/** Keeps what an interchange is answered; it is owed once this has committed. */
export async function owe(
  db: DatabaseTransaction,
  answer: Omit<OwedAcknowledgement, 'owedSince'> & { readonly controlReference: string },
): Promise<void> {
  await db.query(
    `INSERT INTO edi_acknowledgement (interchange_id, partner, control_reference, file_name, content)
     VALUES ($1, $2, $3, $4, $5)`,
    [answer.interchangeId, answer.partner, answer.controlReference, answer.fileName, answer.content],
  );
}

/** Owes the answer of an interchange once more, the same bytes under the same name; nothing where it has none. */
export async function oweAgain(db: DatabaseTransaction, interchangeId: string): Promise<void> {
  await db.query(
    `UPDATE edi_acknowledgement SET owed_since = clock_timestamp(), due_at = now(), written_at = NULL
     WHERE interchange_id = $1`,
    [interchangeId],
  );
}

/** Takes what is owed and due, the longest due first; no other gets it for a while, unless it comes to be owed again. */
export function takeDue(db: DatabaseTransaction, limit: number, forMs: number): Promise<OwedAcknowledgement[]> {
  return db.query<OwedAcknowledgement>(
    `UPDATE edi_acknowledgement SET due_at = now() + $2::float8 * interval '1 millisecond'
     WHERE interchange_id = ANY (ARRAY(
       SELECT interchange_id FROM edi_acknowledgement WHERE written_at IS NULL AND due_at <= now()
       ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED))
     RETURNING interchange_id AS "interchangeId", partner, file_name AS "fileName", content, owed_since AS "owedSince"`,
    [limit, forMs],
  );
}

/** Marks an answer as written, unless it has come to be owed again meanwhile. */
export async function markWritten(db: DatabaseTransaction, owed: OwedAcknowledgement): Promise<void> {
  await db.query('UPDATE edi_acknowledgement SET written_at = now() WHERE interchange_id = $1 AND owed_since = $2', [
    owed.interchangeId,
    owed.owedSince,
  ]);
}

/** Puts an answer that could not be written behind the others. */
export async function postpone(
  db: DatabaseTransaction,
  { interchangeId }: OwedAcknowledgement,
  byMs: number,
): Promise<void> {
  await db.query(
    `UPDATE edi_acknowledgement SET due_at = now() + $2::float8 * interval '1 millisecond' WHERE interchange_id = $1`,
    [interchangeId, byMs],
  );
}
