import type { DatabaseTransaction } from '@kervan/messaging';

const AT_ONCE = 1_000;

/** A digest stays, so that a later line with the same id is still found. */
const FORGET_END_TO_END = `end_to_end_digest = coalesce(end_to_end_digest, sha256(convert_to(end_to_end_id, 'UTF8'))), end_to_end_id = NULL`;

/**
 * Lets go of payers' names, account numbers and texts, their EndToEndIds among them, some days after the booking; the line, its amount and what it
 * was matched with stay. A line that waits for a person keeps them until it is decided.
 *
 * @returns of how many lines.
 */
export async function forgetPayers(db: DatabaseTransaction, days: number): Promise<number> {
  const forgotten = await db.query(
    `UPDATE bank_line SET counterparty_name = NULL, counterparty_iban = NULL, texts = '[]', payer_forgotten = true,
       ${FORGET_END_TO_END}
     WHERE id IN (
       SELECT id FROM bank_line
       WHERE NOT payer_forgotten AND state <> 'undecided' AND booking_date < current_date - $1::integer
       ORDER BY booking_date LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING 1`,
    [days, AT_ONCE],
  );
  const left = await db.query(
    `UPDATE bank_line SET ${FORGET_END_TO_END}
     WHERE id IN (
       SELECT id FROM bank_line WHERE payer_forgotten AND end_to_end_id IS NOT NULL LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING 1`,
    [AT_ONCE],
  );
  return Math.max(forgotten.length, left.length);
}
