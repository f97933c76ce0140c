import type { Mode } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { reopenAmended } from '../receivables/reopen-lines.js';
import { decide, type Decision, type Evidence, type NamedBy, type Reading, Reason, RULE } from './matching-rule.js';
import { findNamed, lockUndecided } from './matching.queries.js';

/** A line that is to be decided. */
export interface UndecidedLine {
  readonly id: string;
  readonly company: string;
  readonly mode: Mode;
  /** Our own, that the money came to. */
  readonly account: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reversal: boolean;
  readonly endToEndIdRepeated: boolean;
  readonly readings: readonly Reading[];
  readonly valueDate: string;
  readonly reference: string;
}

/** A line with the receivable that it pays. */
export interface PaymentMatch {
  readonly line: UndecidedLine;
  readonly orderId: string;
  readonly invoiceNumber: string | null;
  /** Which of the lines it is that pay the order, from 1. */
  readonly part: number;
  readonly evidence: readonly Evidence[];
}

/**
 * Decides undecided lines by the rule, all of them together, and records what becomes of each.
 *
 * The lines and the receivables that they name are locked; that a part of a receivable is matched once, and a line once, is
 * decided by the constraints of payment_match. Of two lines that pay what is open of one receivable the first is matched.
 * Lines that came for it before, and wait since it was amended, wait no more.
 *
 * @returns the matches, which are to be published in the same transaction.
 */
export async function matchLines(db: DatabaseTransaction, lineIds: readonly string[]): Promise<PaymentMatch[]> {
  if (lineIds.length === 0) return [];
  const lines = await lockUndecided(db, lineIds);
  const namedBy = await namedByLine(db, lines);
  const decided = lines.map((line) => ({ line, decision: decide(line, namedBy.get(line.id) ?? []) }));
  const wanted = decided.flatMap(({ line, decision }) => matchOf(line, decision));
  const matches = await recordMatches(db, wanted);
  const matched = new Set(matches.map(({ line }) => line.id));
  await recordUndecided(
    db,
    decided.filter(({ line }) => !matched.has(line.id)),
  );
  const furtherPaid = matches.filter(({ part }) => part > 1).map(({ orderId }) => orderId);
  await reopenAmended(db, furtherPaid);
  return matches;
}

async function namedByLine(
  db: DatabaseTransaction,
  lines: readonly UndecidedLine[],
): Promise<ReadonlyMap<string, readonly NamedBy[]>> {
  const found = await findNamed(db, [...new Set(lines.flatMap(({ readings }) => readings.map(({ key }) => key)))]);
  const byKey = Map.groupBy(found, ({ key }) => key);
  return new Map(
    lines.map((line) => [
      line.id,
      [...new Set(line.readings.map(({ key }) => key))]
        .flatMap((key) => byKey.get(key) ?? [])
        .filter(({ receivable: { company, mode } }) => company === line.company && mode === line.mode),
    ]),
  );
}

function matchOf(line: UndecidedLine, { matched, ...decision }: Decision): PaymentMatch[] {
  if (!matched || !('evidence' in decision)) return [];
  const { orderId, invoiceNumber, parts } = matched;
  return [{ line, orderId, invoiceNumber, part: parts + 1, evidence: decision.evidence }];
}

async function recordMatches(db: DatabaseTransaction, matches: readonly PaymentMatch[]): Promise<PaymentMatch[]> {
  if (matches.length === 0) return [];
  const won = await db.query<{ lineId: string }>(
    `WITH won AS (
       INSERT INTO payment_match
         (line_id, order_id, part, amount_minor, currency, invoice_number, rule, rule_version, evidence, matched_at)
       SELECT line_id, order_id, part, amount_minor, currency, invoice_number, $8, $9, evidence, now()
       FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::bigint[], $5::text[], $6::text[], $7::json[])
         WITH ORDINALITY AS wanted (line_id, order_id, part, amount_minor, currency, invoice_number, evidence, place)
       ORDER BY place
       ON CONFLICT DO NOTHING RETURNING line_id)
     UPDATE bank_line SET state = 'matched', reason = NULL, detail = NULL
     FROM won WHERE bank_line.id = won.line_id RETURNING won.line_id AS "lineId"`,
    [
      matches.map(({ line }) => line.id),
      matches.map(({ orderId }) => orderId),
      matches.map(({ part }) => part),
      matches.map(({ line }) => line.amountMinor),
      matches.map(({ line }) => line.currency),
      matches.map(({ invoiceNumber }) => invoiceNumber),
      matches.map(({ evidence }) => JSON.stringify(evidence)),
      RULE.name,
      RULE.version,
    ],
  );
  await forgetKeys(
    db,
    won.map(({ lineId }) => lineId),
  );
  const ids = new Set(won.map(({ lineId }) => lineId));
  return matches.filter(({ line }) => ids.has(line.id));
}

async function recordUndecided(
  db: DatabaseTransaction,
  decided: readonly { readonly line: UndecidedLine; readonly decision: Decision }[],
): Promise<void> {
  if (decided.length === 0) return;
  const reasons = decided.map(({ decision }) => (decision.matched ? { reason: Reason.alreadyPaid } : decision));
  await db.query(
    `UPDATE bank_line SET reason = told.reason, detail = told.detail
     FROM unnest($1::uuid[], $2::text[], $3::json[]) AS told (id, reason, detail) WHERE bank_line.id = told.id`,
    [
      decided.map(({ line }) => line.id),
      reasons.map(({ reason }) => reason),
      reasons.map(({ reason: _, ...detail }) => (Object.keys(detail).length > 0 ? JSON.stringify(detail) : null)),
    ],
  );
  const keys = decided.flatMap(({ line: { id, readings } }) => readings.map(({ key }) => ({ id, key })));
  await db.query(
    `INSERT INTO undecided_key (line_id, key) SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING`,
    [keys.map(({ id }) => id), keys.map(({ key }) => key)],
  );
}

/** Takes lines that are decided from those that are tried again. */
export async function forgetKeys(db: DatabaseTransaction, lineIds: readonly string[]): Promise<void> {
  await db.query('DELETE FROM undecided_key WHERE line_id = ANY ($1)', [lineIds]);
}
