import { decimalFromMinor } from '@kervan/commerce';
import type { DatabaseTransaction } from '@kervan/messaging';
import type { z } from 'zod';
import { LineState } from '../matching/bank-line.js';
import { type Evidence, type LineText, MATCHED_BEFORE, readingsOf, Reason } from '../matching/matching-rule.js';
import { proposalsOf, proposalsOfMatched } from '../matching/proposal.queries.js';
import type { Proposal } from '../matching/proposals.js';
import { matchStands } from '../matching/receivable.queries.js';
import { type Act, actsOf } from './acts.js';
import type { linesQuery } from './list-query.js';
import { maskedAccount } from './masked-account.js';

/** A bank line as operators see it; the payer's account number is masked. */
export interface LineView {
  readonly id: string;
  readonly statement: string;
  readonly reference: string;
  readonly company: string | null;
  readonly mode: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly credit: boolean;
  readonly reversal: boolean;
  readonly bookingDate: string;
  readonly valueDate: string;
  readonly bankReference: string | null;
  readonly endToEndId: string | null;
  readonly texts: readonly LineText[];
  readonly counterparty: { readonly name: string | null; readonly iban: string | null };
  readonly state: string;
  readonly reason: string | null;
  /** What did not agree, for instance the amount. */
  readonly detail: { readonly expected?: string; readonly actual?: string } | null;
  readonly match: LineMatch | null;
  readonly proposals: readonly Proposal[];
}

/** What a line was matched with, by what rule, and where that was read; told also where that has it wait again. */
export interface LineMatch {
  readonly orderId: string;
  readonly invoiceNumber: string | null;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly evidence: readonly Evidence[];
  readonly matchedAt: string;
}

interface Row extends Omit<LineView, 'amount' | 'counterparty' | 'proposals'> {
  readonly amountMinor: number;
  readonly name: string | null;
  readonly iban: string | null;
}

const selectLines = `SELECT id, statement_id AS statement, reference, company, mode,
    line.amount_minor::float8 AS "amountMinor", line.currency, credit, reversal, booking_date::text AS "bookingDate",
    value_date::text AS "valueDate", bank_reference AS "bankReference", end_to_end_id AS "endToEndId", texts,
    counterparty_name AS name, counterparty_iban AS iban, state, reason, detail,
    CASE WHEN paid.line_id IS NOT NULL THEN json_build_object('orderId', paid.order_id,
      'invoiceNumber', paid.invoice_number, 'rule', paid.rule, 'ruleVersion', paid.rule_version,
      'evidence', paid.evidence, 'matchedAt', paid.matched_at) END AS match
  FROM bank_line AS line LEFT JOIN payment_match AS paid ON paid.line_id = line.id AND ${matchStands}`;

/**
 * One page of lines, the oldest first; those that wait for a person with what is proposed.
 *
 * The text names the filters that are given and no others, and a state by its value, so that its plan can rely on an index of
 * theirs: few lines are undecided, and only those have a reason.
 */
export async function listLines(
  db: DatabaseTransaction,
  { state, reason, statement, company, after, limit }: z.output<typeof linesQuery>,
): Promise<LineView[]> {
  const states = [...(state === undefined ? [] : [state]), ...(reason === undefined ? [] : [LineState.undecided])];
  const where = states.map((one) => `state = '${one}'`);
  const values: unknown[] = [];
  const given = { 'reason =': reason, 'statement_id =': statement, 'company =': company, 'id >': after };
  for (const [condition, value] of Object.entries(given)) {
    if (value !== undefined) where.push(`${condition} $${values.push(value)}`);
  }
  const rows = await db.query<Row>(
    `${selectLines} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY id LIMIT $${values.push(limit)}`,
    values,
  );
  return views(db, rows);
}

/** The line of that id, with what persons did to it. */
export async function findLine(
  db: DatabaseTransaction,
  id: string,
): Promise<(LineView & { readonly acts: readonly Act[] }) | undefined> {
  const [view] = await views(db, await db.query<Row>(`${selectLines} WHERE id = $1`, [id]));
  return view && { ...view, acts: await actsOf(db, { lineId: id }) };
}

async function views(db: DatabaseTransaction, rows: readonly Row[]): Promise<LineView[]> {
  const undecided = rows.filter(
    ({ state, reason }) => state === LineState.undecided && !MATCHED_BEFORE.some((before) => before === reason),
  );
  const amended = rows.filter(({ reason }) => reason === Reason.matchedOrderAmended).map(({ id }) => id);
  const matched = await proposalsOfMatched(db, amended);
  const proposals = await proposalsOf(
    db,
    undecided.map((row) => ({ ...row, keys: [...new Set(readingsOf(row.texts).map(({ key }) => key))] })),
  );
  return rows.map(({ amountMinor, name, iban, ...row }) => ({
    ...row,
    amount: decimalFromMinor(amountMinor, row.currency),
    counterparty: { name, iban: iban === null ? null : maskedAccount(iban) },
    proposals: proposals.get(row.id) ?? matched.get(row.id) ?? [],
  }));
}
