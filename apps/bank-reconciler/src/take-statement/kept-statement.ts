import type { DatabaseTransaction } from '@kervan/messaging';
import type { BankStatement } from '../camt/statement.js';
import type { ToldBalance } from '../findings/balance-findings.js';
import { type Finding, FindingCode } from '../findings/finding.js';
import type { KeptStatement } from './compare-copy.js';
import { compareEntries, copiedEntries, type KeptLine, keptEntries, type KnownEntry } from './same-entries.js';
import { identityOf, type InEffect } from './statement.repository.js';

interface Version {
  readonly id: string;
  readonly state: string;
  readonly balances: readonly ToldBalance[];
}

/** What is kept of a statement, and how many copies have added to it. */
export async function findKept(
  db: DatabaseTransaction,
  { id, findings, hasOtherPages }: InEffect,
  { page }: BankStatement,
): Promise<{ readonly kept: KeptStatement; readonly copies: number }> {
  const versions = await db.query<Version>(
    'SELECT id, state, balances FROM bank_statement WHERE id = $1 OR adds_to = $1 ORDER BY id',
    [id],
  );
  const inEffect = versions.filter((version) => version.id === id || version.state !== 'blocked');
  const lines = await keptLines(db, `line.statement_id = ANY ($1)`, [versions.map((version) => version.id)]);
  const counts = new Set(inEffect.map((version) => version.id));
  const kept = {
    page,
    hasOtherPages,
    addsUp: !findings.some(({ code }) => UNBALANCED.includes(code)),
    opening: versions.find((version) => version.id === id)?.balances ?? [],
    closing: inEffect.at(-1)?.balances ?? [],
    entries: keptEntries(lines.filter(({ statement }) => counts.has(statement))),
    waiting: keptEntries(lines.filter(({ statement }) => !counts.has(statement))),
  };
  return { kept, copies: versions.length };
}

const UNBALANCED: readonly string[] = [FindingCode.balanceMismatch, FindingCode.missingBalance];

/** Whether a copy of this very content has come before, and has been compared with what is kept. */
export async function cameBefore(
  db: DatabaseTransaction,
  statement: BankStatement,
  contentHash: Buffer,
): Promise<boolean> {
  const { account, currency, date, page, statementId, number } = identityOf(statement);
  const same = await db.query<{ state: string; findings: readonly Finding[] }>(
    `SELECT state, findings FROM bank_statement
     WHERE account = $1 AND currency = $2 AND statement_date = $3 AND page = $4
       AND (statement_id = $5 OR coalesce(electronic_number, legal_number) = $6) AND content_hash = $7`,
    [account, currency, date, page, statementId, number, contentHash],
  );
  return same.some(
    ({ state, findings }) =>
      state !== 'duplicate' || !findings.some(({ code }) => code === FindingCode.duplicateStatement),
  );
}

/** The entries of a page that came on other pages of its statement before; of debits without a bank's reference nothing is said. */
export async function findMoved(db: DatabaseTransaction, statement: BankStatement): Promise<KnownEntry[]> {
  if (statement.page === 1 && statement.lastPage) return [];
  const { account, currency, date, page, statementId } = identityOf(statement);
  const lines = await keptLines(
    db,
    `line.statement_id IN (
       SELECT id FROM bank_statement
       WHERE account = $1 AND currency = $2 AND statement_date = $3 AND page <> $4 AND statement_id = $5
         AND state <> 'duplicate')`,
    [account, currency, date, page, statementId],
  );
  const entries = keptEntries(lines).filter(({ references, minor }) => references.length > 0 || minor > 0);
  const { gone, changed } = compareEntries(entries, copiedEntries(statement));
  const others = new Set([...gone, ...changed.map(({ kept }) => kept)]);
  return entries.filter((one) => !others.has(one));
}

function keptLines(db: DatabaseTransaction, where: string, values: readonly unknown[]): Promise<KeptLine[]> {
  return db.query<KeptLine>(
    `SELECT statement_id AS statement, entry_number AS "entryNumber", reference, amount_minor::float8 AS "amountMinor",
       currency, credit, booking_date::text AS "bookingDate", bank_reference AS "bankReference",
       encode(coalesce(end_to_end_digest, sha256(convert_to(end_to_end_id, 'UTF8'))), 'hex') AS "endToEndDigest",
       texts, payer_forgotten AS forgotten
     FROM bank_line AS line WHERE ${where} AND line.state <> 'not-booked'
     ORDER BY statement_id, entry_number, detail_number`,
    values,
  );
}
