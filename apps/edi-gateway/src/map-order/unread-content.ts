import { type Segment, valueOf } from '../edifact/segment.js';
import type { Findings } from './findings.js';
import { membersOutside, type SegmentGroup } from './segment-groups.js';

/** Consumer units in a traded unit, minimum quantity: they tell about the article, not how much is ordered. */
export const TOLD_BESIDE: ReadonlySet<string> = new Set(['53', '59']);

/** Groups that have percentages of their own: an allowance or charge, and terms of payment, which are not on the invoice. */
const WITH_PERCENTAGES = ['ALC', 'PAT'];
/** Groups whose quantities are not those of the line: an allowance's, and what is in a package. */
const WITH_QUANTITIES = ['ALC', 'PAC'];

/** Where it is told that a price, or what is paid, is another than the one that is read. */
export interface PriceFields {
  readonly price: string;
  readonly adjustments: string;
}

/** Finds what would change a price and is not read: a multiplier (APR), and a percentage (PCD) of no allowance. */
export function refusePriceChanges(groups: readonly SegmentGroup[], fields: PriceFields, findings: Findings): void {
  for (const apr of membersOutside(groups, 'APR', [])) {
    findings.add(apr, fields.price, 'unsupported-price', 'A price is multiplied (APR).', { actual: valueOf(apr, 2) });
  }
  for (const pcd of membersOutside(groups, 'PCD', WITH_PERCENTAGES)) {
    const detail = 'A percentage (PCD) belongs to no allowance or charge, nor to terms of payment.';
    findings.add(pcd, fields.adjustments, 'allowance-not-agreed', detail, { actual: valueOf(pcd, 1, 2) });
  }
}

/** What would change the meaning of a line and is not understood. */
export function refuseUnsupported(
  lin: Segment,
  groups: readonly SegmentGroup[],
  at: (name: string) => string,
  findings: Findings,
): void {
  const field = at('lineNumber');
  if (!['', '1'].includes(valueOf(lin, 2)))
    findings.add(lin, field, 'unsupported-line', 'A line does not add an article.');
  if (valueOf(lin, 4) !== '') findings.add(lin, field, 'unsupported-line', 'A line is a part of another (sub-line).');
  for (const { head } of groups) {
    if (head?.tag === 'NAD' || head?.tag === 'CUX') {
      findings.add(head, field, 'unsupported-line', 'A line has a party or a currency of its own.');
    }
  }
  refusePriceChanges(groups, { price: at('unitPrice'), adjustments: at('discounts') }, findings);
  refuseSplit(groups, at('quantity'), findings);
}

/** A line whose quantity is told again by place (LOC) or schedule (SCC) is not one delivery to one place. */
function refuseSplit(groups: readonly SegmentGroup[], field: string, findings: Findings): void {
  const others = membersOutside(groups.slice(1), 'QTY', WITH_QUANTITIES);
  const split = others.find((qty) => !TOLD_BESIDE.has(valueOf(qty, 1)));
  if (!split) return;
  const detail = 'A line is split over places or dates, or has a quantity where none is read.';
  findings.add(split, field, 'unsupported-quantity', detail, { actual: valueOf(split, 1, 2) });
}
