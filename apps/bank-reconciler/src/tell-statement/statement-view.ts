import { decimalFromMinor } from '@kervan/commerce';
import type { DatabaseTransaction } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import type { z } from 'zod';
import type { Balance } from '../camt/statement.js';
import type { Finding } from '../findings/finding.js';
import { type Act, actsOf } from './acts.js';
import { countLines, type CountedLines, countsOf } from './line-counts.js';
import type { statementsQuery } from './list-query.js';
import { maskedAccount } from './masked-account.js';
import { gapColumns, gapIsOpen, type GapRow, toldGap, type ToldGap } from './statement-gaps.js';

/** A statement as operators see it. */
export interface StatementView {
  readonly id: string;
  readonly account: string;
  readonly company: string | null;
  readonly mode: string | null;
  readonly messageId: string;
  readonly statementId: string;
  readonly page: number;
  readonly date: string;
  readonly electronicNumber: string | null;
  readonly legalNumber: string | null;
  readonly state: string;
  readonly duplicateOf: string | null;
  /** The statement in effect of which this is a fuller copy. */
  readonly addsTo: string | null;
  readonly receivedAt: Date;
  readonly findings: readonly Finding[];
  /** That it does not go on where the statement before it ended; null while it does. */
  readonly gap: ToldGap | null;
  /** How many lines ended how. */
  readonly lines: CountedLines;
}

/** A statement with its balances, and with what persons did to it and its lines. */
export interface StatementDetails extends StatementView {
  readonly balances: readonly {
    readonly type: string;
    readonly date: string;
    readonly amount: string;
    readonly currency: string;
  }[];
  readonly acts: readonly Act[];
}

type Row = Omit<StatementView, 'lines' | 'gap'> & GapRow & { readonly balances: readonly Omit<Balance, 'at'>[] };

const columns = `id, account, company, mode, message_id AS "messageId", statement_id AS "statementId", page,
  statement_date::text AS date, electronic_number AS "electronicNumber", legal_number AS "legalNumber", state,
  duplicate_of AS "duplicateOf", adds_to AS "addsTo", received_at AS "receivedAt", findings, balances, ${gapColumns}`;

/** One page of statements, the latest first. */
export async function listStatements(
  db: DatabaseTransaction,
  { state, company, gap, after, limit }: z.output<typeof statementsQuery>,
): Promise<StatementView[]> {
  const rows = await db.query<Row>(
    `SELECT ${columns} FROM bank_statement
     WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR company = $2) AND ($3::uuid IS NULL OR id < $3)
       AND ($5::text IS NULL OR ${gapIsOpen})
     ORDER BY id DESC LIMIT $4`,
    [state ?? null, company ?? null, after ?? null, limit, gap ?? null],
  );
  const lines = await countLines(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ balances: _, ...row }) => told(row, countsOf(lines, row.id)));
}

/** The statement of that id. @throws {Problem} 404 where there is none. */
export async function findStatement(db: DatabaseTransaction, id: string): Promise<StatementDetails> {
  const [row] = await db.query<Row>(`SELECT ${columns} FROM bank_statement WHERE id = $1`, [id]);
  if (!row) throw problem('not-found');
  const { balances, ...statement } = row;
  return {
    ...told(statement, countsOf(await countLines(db, [id]))),
    balances: balances.map(({ type, date, minor, currency, credit }) => {
      return { type, date, amount: decimalFromMinor(credit || minor === 0 ? minor : -minor, currency), currency };
    }),
    acts: await actsOf(db, { statementId: id }),
  };
}

function told({ account, gap, gapSince, currency, ...row }: Omit<Row, 'balances'>, lines: CountedLines): StatementView {
  return {
    ...row,
    account: maskedAccount(account),
    gap: toldGap({ gap, gapSince, currency }, row.state),
    lines,
  };
}
