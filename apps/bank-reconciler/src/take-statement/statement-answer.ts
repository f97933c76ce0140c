import type { CountedLines } from '../tell-statement/line-counts.js';
import { maskedAccount } from '../tell-statement/masked-account.js';
import type { ToldGap } from '../tell-statement/statement-gaps.js';
import type { NewStatement } from './statement.repository.js';

/** What the sender of a file is told of one of its statements. */
export function statementAnswer(
  { id, state, findings, duplicateOf, addsTo, statement }: NewStatement,
  lines: CountedLines,
  gap: ToldGap | undefined,
): Readonly<Record<string, unknown>> {
  return {
    id,
    account: maskedAccount(statement.account.number),
    statementId: statement.statementId,
    date: statement.date,
    electronicNumber: statement.electronicNumber,
    legalNumber: statement.legalNumber,
    state,
    ...(duplicateOf !== null && { duplicateOf }),
    ...(addsTo !== null && { addsTo }),
    findings,
    ...(gap && { gap }),
    lines,
    links: { self: `/v1/statements/${id}` },
  };
}
