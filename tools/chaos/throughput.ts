import type { Ledgers } from '../judge/ledger-lines.js';

/** When orders were completed, in milliseconds, ascending. */
export type Completions = readonly number[];

/** From the begin of a fault to its end, in milliseconds. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** How the rate went. */
export interface Recovery {
  /** Orders completed a second before the fault. */
  readonly before: number;
  /** From the end of the fault until nine tenths of that; undefined where they were not reached again. */
  readonly backSeconds: number | undefined;
}

/** What a rate is counted over. */
export const WINDOW_SECONDS = 5;
const WINDOW_MS = WINDOW_SECONDS * 1_000;
const STEP_MS = 250;
/** So long before the fault the rate is measured. */
export const BASELINE_MS = 10_000;
const SHARE = 0.9;

/**
 * When orders were completed, by the ERP's ledger: their payment is booked.
 *
 * Left out are orders that the bank's customers pay for: these come in lumps, a statement at a time.
 */
export function completionsIn({ erp, bank }: Pick<Ledgers, 'erp' | 'bank'>): Completions {
  const statements = bank.filter((line) => line.kind === 'statement');
  const byTransfer = new Set(statements.flatMap(({ lines }) => lines.flatMap(({ orderNumber }) => orderNumber ?? [])));
  const completed = erp.flatMap((line) => {
    return line.kind === 'payment' && 'orderNumber' in line && !byTransfer.has(line.orderNumber) ? Date.parse(line.at) : [];
  });
  return completed.sort((one, other) => one - other);
}

/**
 * How long after the end of a fault the rate was back at nine tenths of what it had been before.
 *
 * Rates are counted in windows of five seconds that begin no sooner than the fault has ended; the first of them that is
 * fast enough counts with its begin. A backlog that is worked off counts, too: what matters is that work goes on.
 *
 * A few orders more or less are in any window: whoever sets a limit gives it the length of one more.
 */
export function recoveryOf(completions: Completions, { begin, end }: Span): Recovery {
  const before = rateIn(completions, begin - BASELINE_MS, begin);
  const wanted = (before * SHARE * WINDOW_MS) / 1_000;
  const last = completions.at(-1) ?? end;
  for (let from = end; before > 0 && from <= last; from += STEP_MS) {
    if (countIn(completions, from, from + WINDOW_MS) >= wanted) return { before, backSeconds: (from - end) / 1_000 };
  }
  return { before, backSeconds: undefined };
}

/** How many were completed a second between two moments. */
export function rateIn(completions: Completions, from: number, to: number): number {
  return countIn(completions, from, to) / ((to - from) / 1_000);
}

function countIn(completions: Completions, from: number, to: number): number {
  return completions.filter((at) => at > from && at <= to).length;
}
