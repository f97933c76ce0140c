import { decimalFromMinor, parseQuantity } from '@kervan/commerce';
import type { OrderLine, OrderTotals } from '@kervan/contracts';
import { type Segment, valueOf } from '../edifact/segment.js';
import { amountOf, type MapContext } from './map-context.js';
import { decimalOf } from './values.js';

const [QUANTITIES, LINES] = ['1', '2'];

/** Which totals an amount of the summary may be, by its qualifier (5025). */
const MEANINGS: ReadonlyMap<string, readonly (keyof OrderTotals)[]> = new Map([
  ['79', ['linesMinor']],
  ['125', ['netMinor']],
  ['124', ['taxMinor']],
  ['176', ['taxMinor']],
  ['39', ['grossMinor']],
  ['77', ['grossMinor']],
  ['9', ['grossMinor']],
  ['86', ['netMinor', 'grossMinor']],
  ['128', ['netMinor', 'grossMinor']],
]);

/** Finds every count of the summary (CNT) that does not agree with the lines. */
export function compareCounts(
  summary: readonly Segment[],
  lines: number,
  ordered: readonly OrderLine[],
  context: MapContext,
): void {
  for (const cnt of summary.filter(({ tag }) => tag === 'CNT')) {
    const [kind, text] = [valueOf(cnt, 1), decimalOf(valueOf(cnt, 1, 2), context.decimalMark) ?? ''];
    const compared = { actual: valueOf(cnt, 1, 2) };
    if (kind === LINES && text !== String(lines)) {
      const detail = 'CNT+2 does not tell the number of lines.';
      context.findings.add(cnt, 'lines', 'count-conflict', detail, { ...compared, expected: String(lines) });
    }
    if (kind === QUANTITIES && ordered.length === lines && !tellsQuantities(text, ordered)) {
      context.findings.add(cnt, 'lines', 'count-conflict', 'CNT+1 does not tell the sum of the quantities.', compared);
    }
  }
}

function tellsQuantities(text: string, lines: readonly OrderLine[]): boolean {
  const sum = lines.reduce((total, { quantity, unitCode }) => total + parseQuantity(quantity, unitCode), 0n);
  return /^\d+(\.\d{1,6})?$/.test(text) && sum === millionths(text);
}

function millionths(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}

/** Finds every amount of the summary (MOA) that does not agree with the totals, or is not understood. */
export function compareTotals(amounts: readonly Segment[], totals: OrderTotals, context: MapContext): void {
  const { currency, findings } = context;
  for (const moa of amounts) {
    const meanings = MEANINGS.get(valueOf(moa, 1));
    if (!meanings) {
      const detail = 'The summary has an amount of a kind that is not understood.';
      findings.add(moa, 'totals', 'unsupported-amount', detail, { actual: valueOf(moa, 1) });
      continue;
    }
    const told = amountOf(moa, 'totals', context);
    if (told === undefined || meanings.some((name) => totals[name] === told)) continue;
    const [expected, actual] = [totals[meanings[0]!], told].map((minor) => decimalFromMinor(minor, currency));
    findings.add(moa, 'totals', 'amount-conflict', 'A total does not follow from the lines.', {
      expected: expected!,
      actual: actual!,
    });
  }
}
