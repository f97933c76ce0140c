import type { DatabaseTransaction } from '@kervan/messaging';
import type { BankStatement } from '../camt/statement.js';
import type { ToldBalance } from '../findings/balance-findings.js';
import { type Finding, FindingCode } from '../findings/finding.js';
import type { KeptStatement } from './compare-copy.js';
import { compareEntries, copiedEntries, type KeptLine, keptEntries, type KnownEntry } from './same-entries.js';
import { identityOf, type InEffect, isDecided } from './statement.repository.js';

interface Version extends Pick<InEffect, 'id' | 'fileHash' | 'decided'> {
  readonly state: string;
  readonly findings: readonly Finding[];
  readonly balances: readonly ToldBalance[];
}

/** A copy that is blocked, of which nothing is decided. */
export type WaitingCopy = Pick<InEffect, 'id' | 'fileHash'>;

/** What is kept of a statement, with its copies. */
export interface KeptVersions {
  readonly kept: KeptStatement;
  /** The copies that {@link KeptStatement.waiting} is of. */
  readonly waiting: readonly WaitingCopy[];
  /** How many have come: itself, the copies that have added to it, and those that gave way to another. */
  readonly copies: number;
}

/** What is kept of a statement; a blocked copy of which a person has decided a line counts as in effect. */
export async function findKept(
  db: DatabaseTransaction,
  { id, findings, hasOtherPages }: InEffect,
  { page }: BankStatement,
): Promise<KeptVersions> {
  const versions = await db.query<Version>(
    `SELECT id, file_hash AS "fileHash", state, findings, balances, ${isDecided} AS decided
     FROM bank_statement AS held WHERE id = $1 OR adds_to = $1 ORDER BY id`,
    [id],
  );
  const lines = await keptLines(db, `line.statement_id = ANY ($1)`, [versions.map((version) => version.id)]);
  const linesOf = (some: readonly Version[]): KeptLine[] => {
    const ids = new Set(some.map((version) => version.id));
    return lines.filter(({ statement }) => ids.has(statement));
  };
  const counts = versions.filter((one) => one.id === id || (one.state === 'blocked' ? one.decided : one.state !== 'duplicate'));
  const blocked = versions.filter((one) => one.id !== id && one.state === 'blocked' && !one.decided);
  const waiting = blocked.filter((one) => linesOf([one]).length > 0);
  const kept = {
    page,
    hasOtherPages,
    addsUp: !findings.some(({ code }) => UNBALANCED.includes(code)),
    opening: versions.find((version) => version.id === id)?.balances ?? [],
    closing: counts.findLast((one) => one.id === id || !contradicts(one))?.balances ?? [],
    entries: keptEntries(linesOf(counts)),
    waiting: keptEntries(linesOf(waiting)),
  };
  return { kept, waiting, copies: versions.length };
}

const UNBALANCED: readonly string[] = [FindingCode.balanceMismatch, FindingCode.missingBalance];

/** Whether a copy stood against what was kept: released, it adds what only it holds, but need not be the fullest. */
function contradicts({ findings }: Version): boolean {
  return findings.some(({ code }) => code === FindingCode.contradictingCopy);
}

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
