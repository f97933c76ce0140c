import type { DatabaseTransaction } from '@kervan/messaging';

const AT_ONCE = 1_000;

/**
 * Lets go of payers' names, account numbers and texts some days after the booking; the line, its amount and what it
 * was matched with stay. A line that waits for a person keeps them until it is decided.
 *
 * @returns of how many lines.
 */
export async function forgetPayers(db: DatabaseTransaction, days: number): Promise<number> {
  const forgotten = await db.query(
    `UPDATE bank_line SET counterparty_name = NULL, counterparty_iban = NULL, texts = '[]', payer_forgotten = true
     WHERE id IN (
       SELECT id FROM bank_line
       WHERE NOT payer_forgotten AND state <> 'undecided' AND booking_date < current_date - $1::integer
       ORDER BY booking_date LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING 1`,
    [days, AT_ONCE],
  );
  return forgotten.length;
}
