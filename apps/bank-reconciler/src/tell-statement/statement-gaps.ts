import { decimalFromMinor } from '@kervan/commerce';
import type { DatabaseTransaction } from '@kervan/messaging';
import type { BalanceGap } from '../follow-balances/balance-chain.js';

/** That something is missing before a statement, as operators see it; amounts are decimals with their currency. */
export interface ToldGap {
  /** The statement before it, as far as it has come. */
  readonly after: string;
  /** What that one ended at. */
  readonly expected: string;
  /** What this one opens at. */
  readonly actual: string;
  readonly since: Date;
}

/** The columns of a gap. */
export interface GapRow {
  readonly gap: BalanceGap | null;
  readonly gapSince: Date | null;
  readonly currency: string;
}

export const gapColumns = 'gap, gap_since AS "gapSince", currency';

/** That a row of `bank_statement` has a gap before it which is open: of one that a person has closed it is not told since when. */
export const gapIsOpen = `gap_since IS NOT NULL AND state <> 'duplicate'`;

/** The gap of a row, if it is open. */
export function toldGap({ gap, gapSince, currency }: GapRow, state: string): ToldGap | null {
  if (!gap || !gapSince || state === 'duplicate') return null;
  const shown = (minor: number): string => `${decimalFromMinor(minor, currency)} ${currency}`;
  return { after: gap.after, expected: shown(gap.expectedMinor), actual: shown(gap.actualMinor), since: gapSince };
}

/** The open gaps before these statements. */
export async function findGaps(db: DatabaseTransaction, ids: readonly string[]): Promise<Map<string, ToldGap>> {
  const rows = await db.query<GapRow & { readonly id: string; readonly state: string }>(
    `SELECT id, state, ${gapColumns} FROM bank_statement WHERE id = ANY ($1) AND ${gapIsOpen}`,
    [ids],
  );
  return new Map(
    rows.flatMap((row): [string, ToldGap][] => {
      const gap = toldGap(row, row.state);
      return gap ? [[row.id, gap]] : [];
    }),
  );
}
