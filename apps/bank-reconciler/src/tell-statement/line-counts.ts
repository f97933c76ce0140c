import type { DatabaseTransaction } from '@kervan/messaging';

/** How many lines ended how: a state, or the reason of those that are undecided. */
export type CountedLines = Readonly<Record<string, number>>;

export interface LineCount {
  readonly statementId: string;
  readonly outcome: string;
  readonly count: number;
}

/** The lines of these statements, counted by outcome. */
export function countLines(db: DatabaseTransaction, statementIds: readonly string[]): Promise<LineCount[]> {
  return db.query<LineCount>(
    `SELECT statement_id AS "statementId", coalesce(reason, state) AS outcome, count(*)::integer AS count
     FROM bank_line WHERE statement_id = ANY ($1) GROUP BY statement_id, coalesce(reason, state) ORDER BY 1, 2`,
    [statementIds],
  );
}

/** The counts of one statement, or of all. */
export function countsOf(lines: readonly LineCount[], statementId?: string): CountedLines {
  const counts: Record<string, number> = {};
  for (const { statementId: of, outcome, count } of lines) {
    if (statementId === undefined || of === statementId) counts[outcome] = (counts[outcome] ?? 0) + count;
  }
  return counts;
}
