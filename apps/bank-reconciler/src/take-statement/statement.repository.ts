import { sumMinor } from '@kervan/commerce';
import type { DatabaseTransaction } from '@kervan/messaging';
import type { AccountHolder } from '../accounts/bank-account.js';
import { type BankStatement, type Entry, EntryStatus } from '../camt/statement.js';
import { signed } from '../findings/balance-findings.js';
import type { Finding } from '../findings/finding.js';
import type { NewLine } from '../matching/bank-line.js';
import { MATCHED_BEFORE } from '../matching/matching-rule.js';
import type { LinesOf } from './statement-lines.js';

/** A statement on its way into the table. */
export interface NewStatement extends LinesOf {
  readonly id: string;
  readonly fileHash: Buffer;
  readonly messageId: string;
  readonly messagePage: number;
  readonly holder: AccountHolder | undefined;
  readonly findings: readonly Finding[];
  readonly duplicateOf: string | null;
  /** The one in effect that it is a copy of, and adds entries to. */
  readonly addsTo: string | null;
  readonly contentHash: Buffer;
}

type Answer = Readonly<Record<string, unknown>>;

/** Records that a file is being taken. @returns the answer that it got before, if it did. */
export async function beginFile(
  db: DatabaseTransaction,
  file: { readonly hash: Buffer; readonly messageId: string; readonly correlationId: string },
): Promise<Answer | undefined> {
  const begun = await db.query(
    `INSERT INTO bank_file (content_hash, message_id, correlation_id) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [file.hash, file.messageId, file.correlationId],
  );
  if (begun.length > 0) return undefined;
  const [known] = await db.query<{ answer: Answer }>('SELECT answer FROM bank_file WHERE content_hash = $1', [
    file.hash,
  ]);
  return known?.answer;
}

/** Keeps what a file was answered, for when it comes again. */
export async function keepAnswer(db: DatabaseTransaction, hash: Buffer, answer: Answer): Promise<void> {
  await db.query('UPDATE bank_file SET answer = $2 WHERE content_hash = $1', [hash, JSON.stringify(answer)]);
}

/**
 * Inserts a statement, unless another with its id or number is in effect that it does not add to.
 *
 * @returns whether it was inserted.
 */
export async function insertStatement(db: DatabaseTransaction, one: NewStatement): Promise<boolean> {
  const { statement } = one;
  const inserted = await db.query(
    `INSERT INTO bank_statement (id, file_hash, account, message_id, message_page, statement_id, page, statement_date,
       electronic_number, legal_number, company, mode, state, findings, balances, duplicate_of, currency, adds_to,
       content_hash, movement_minor)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [
      one.id,
      one.fileHash,
      statement.account.number,
      one.messageId,
      one.messagePage,
      statement.statementId,
      statement.page,
      statement.date,
      statement.electronicNumber,
      statement.legalNumber,
      one.holder?.company ?? null,
      one.holder?.mode ?? null,
      one.state,
      JSON.stringify(one.findings),
      JSON.stringify(statement.balances.map(({ at: _, ...balance }) => balance)),
      one.duplicateOf,
      statement.account.currency ?? '',
      one.addsTo,
      one.contentHash,
      movementOf(statement, one.entries),
    ],
  );
  return inserted.length > 0;
}

function movementOf({ account }: BankStatement, entries: readonly Entry[]): number {
  const booked = entries.filter(({ status }) => status === EntryStatus.booked);
  return sumMinor(booked.filter(({ currency }) => currency === account.currency).map(signed));
}

/** By what a statement is known again: of two with the same id, or the same number, one is in effect. */
export interface StatementIdentity {
  readonly account: string;
  readonly currency: string;
  readonly date: string;
  readonly page: number;
  readonly statementId: string;
  readonly number: string | null;
}

export function identityOf(statement: BankStatement): StatementIdentity {
  const { account, date, page, statementId, electronicNumber, legalNumber } = statement;
  const number = electronicNumber ?? legalNumber;
  return { account: account.number, currency: account.currency ?? '', date, page, statementId, number };
}

/** A statement in effect, or blocked, that keeps another with its id or number from it. */
export interface InEffect extends Pick<StatementIdentity, 'statementId' | 'number'> {
  readonly id: string;
  readonly fileHash: Buffer;
  readonly state: 'taken' | 'blocked' | 'released';
  readonly findings: readonly Finding[];
  /** Whether a line of it is matched, or was, or is left by a person. */
  readonly decided: boolean;
  readonly hasOtherPages: boolean;
}

/** Whether a line of `bank_statement AS held` is matched, or was, or is left by a person. */
export const isDecided = `EXISTS (SELECT FROM bank_line AS line
  WHERE line.statement_id = held.id
    AND (line.state IN ('matched', 'left') OR line.reason = ANY ('{${MATCHED_BEFORE.join()}}')))`;

/** What keeps a statement of that identity from being in effect: at first the one with its id, then with its number. */
export function findInEffect(
  db: DatabaseTransaction,
  { account, currency, date, page, statementId, number }: StatementIdentity,
): Promise<InEffect[]> {
  return db.query<InEffect>(
    `SELECT id, file_hash AS "fileHash", state, findings, statement_id AS "statementId",
       coalesce(electronic_number, legal_number)::text AS number,
       ${isDecided} AS decided,
       EXISTS (SELECT FROM bank_statement AS other
               WHERE other.account = held.account AND other.currency = held.currency
                 AND other.statement_id = held.statement_id AND other.statement_date = held.statement_date
                 AND other.page <> held.page AND other.state <> 'duplicate') AS "hasOtherPages"
     FROM bank_statement AS held
     WHERE account = $1 AND currency = $2 AND statement_date = $3 AND page = $4
       AND (statement_id = $5 OR coalesce(electronic_number, legal_number) = $6) AND state <> 'duplicate'
       AND adds_to IS NULL
     ORDER BY statement_id = $5 DESC`,
    [account, currency, date, page, statementId, number],
  );
}

/** Makes blocked statements, nothing of which is decided, duplicates of the one that takes their place. */
export async function giveWay(db: DatabaseTransaction, blocked: readonly Pick<InEffect, 'id'>[], to: string): Promise<void> {
  const ids = blocked.map(({ id }) => id);
  await db.query(
    `UPDATE bank_statement SET state = 'duplicate', duplicate_of = $2, gap = NULL, gap_since = NULL
     WHERE id = ANY ($1)`,
    [ids, to],
  );
  await db.query(
    `UPDATE bank_line SET state = 'no-effect', reason = NULL, detail = NULL
     WHERE statement_id = ANY ($1) AND state = 'undecided'`,
    [ids],
  );
}

/** Whether the same message came in another file with statements of the account that are in effect. */
export async function hasSameMessage(
  db: DatabaseTransaction,
  { statement, messageId, messagePage, fileHash }: NewStatement,
): Promise<boolean> {
  const found = await db.query(
    `SELECT FROM bank_statement
     WHERE account = $1 AND message_id = $2 AND message_page = $3 AND file_hash <> $4 AND state <> 'duplicate' LIMIT 1`,
    [statement.account.number, messageId, messagePage, fileHash],
  );
  return found.length > 0;
}

const LINES_AT_ONCE = 1_000;

/** Inserts the lines of a statement, set-wise. */
export async function insertLines(db: DatabaseTransaction, of: NewStatement, lines: readonly NewLine[]): Promise<void> {
  for (let first = 0; first < lines.length; first += LINES_AT_ONCE) {
    await insertSome(db, of, lines.slice(first, first + LINES_AT_ONCE));
  }
}

async function insertSome(
  db: DatabaseTransaction,
  { id, statement, holder }: NewStatement,
  lines: readonly NewLine[],
): Promise<void> {
  await db.query(
    `INSERT INTO bank_line (id, statement_id, entry_number, detail_number, reference, account, company, mode,
       amount_minor, currency, credit, reversal, booking_date, value_date, bank_reference, end_to_end_id, texts,
       counterparty_name, counterparty_iban, state, reason)
     SELECT line.id, $2, entry, detail, reference, $3, $4, $5, amount, line.currency, credit, reversal, booked, valued,
       bank_reference, end_to_end, texts, name, iban, line.state, reason
     FROM json_to_recordset($1) AS line (id uuid, entry integer, detail integer, reference text, amount bigint,
       currency text, credit boolean, reversal boolean, booked date, valued date, bank_reference text, end_to_end text,
       texts json, name text, iban text, state text, reason text)`,
    [JSON.stringify(lines.map(recordOf)), id, statement.account.number, holder?.company ?? null, holder?.mode ?? null],
  );
}

function recordOf(line: NewLine): Readonly<Record<string, unknown>> {
  return {
    id: line.id,
    entry: line.entryNumber,
    detail: line.detailNumber,
    reference: line.reference,
    amount: line.amountMinor,
    currency: line.currency,
    credit: line.credit,
    reversal: line.reversal,
    booked: line.bookingDate,
    valued: line.valueDate,
    bank_reference: line.bankReference,
    end_to_end: line.endToEndId,
    texts: line.texts,
    name: line.counterpartyName,
    iban: line.counterpartyIban,
    state: line.state,
    reason: line.reason,
  };
}

/** The ids of a statement's undecided lines, in the order of the statement. */
export async function undecidedLines(db: DatabaseTransaction, statementId: string): Promise<string[]> {
  const lines = await db.query<{ id: string }>(
    `SELECT id FROM bank_line WHERE statement_id = $1 AND state = 'undecided' ORDER BY entry_number, detail_number`,
    [statementId],
  );
  return lines.map(({ id }) => id);
}
