import { type Segment, valueOf } from '../edifact/segment.js';
import type { MapContext } from './map-context.js';
import { isOtherDelivery } from './order-dates.js';
import { GS1 } from './parties.js';
import { headsOf, membersOutside, ownOf, type SegmentGroup } from './segment-groups.js';
import { decimalOf } from './values.js';

/** The quantity of a line (6063). */
export const ORDERED = '21';

/** Consumer units in a traded unit, minimum quantity: they tell about the article, not how much is ordered. */
export const TOLD_BESIDE: ReadonlySet<string> = new Set(['53', '59']);

/** Groups that have percentages of their own: an allowance or charge, and terms of payment, which are not on the invoice. */
const WITH_PERCENTAGES = ['ALC', 'PAT'];
/** Groups whose quantities are not those of the line: an allowance's, and what is in a package. */
const WITH_QUANTITIES = ['ALC', 'PAC'];
/** Groups that tell of one delivery of a line, and the quantities (6063) that say how much it is: split, ordered, to be delivered. */
const DELIVERIES = ['LOC', 'SCC'];
const DELIVERED = ['11', ORDERED, '113'];
/** Place of delivery (3227). */
const DELIVERY_PLACE = '7';

/** Where it is told that a price, or what is paid, is another than the one that is read. */
export interface PriceFields {
  readonly price: string;
  readonly adjustments: string;
}

/** Finds what would change a price and is not read: a multiplier (APR) but 1, and a percentage (PCD) of no allowance. */
export function refusePriceChanges(
  groups: readonly SegmentGroup[],
  fields: PriceFields,
  { findings, decimalMark }: MapContext,
): void {
  for (const apr of membersOutside(groups, 'APR', [])) {
    const actual = valueOf(apr, 2);
    if (actual === '' || decimalOf(actual, decimalMark) === '1') continue;
    findings.add(apr, fields.price, 'unsupported-price', 'A price is multiplied (APR).', { actual });
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
  context: MapContext,
): void {
  const { findings } = context;
  const field = at('lineNumber');
  if (!['', '1'].includes(valueOf(lin, 2)))
    findings.add(lin, field, 'unsupported-line', 'A line does not add an article.');
  if (valueOf(lin, 4) !== '') findings.add(lin, field, 'unsupported-line', 'A line is a part of another (sub-line).');
  for (const { head } of groups) {
    if (head?.tag === 'NAD' || head?.tag === 'CUX') {
      findings.add(head, field, 'unsupported-line', 'A line has a party or a currency of its own.');
    }
  }
  refusePriceChanges(groups, { price: at('unitPrice'), adjustments: at('discounts') }, context);
  refuseSplit(groups, at('quantity'), context);
  refuseOtherPlaces(groups, field, context);
}

/** A line whose quantity is told again by place (LOC) or schedule (SCC) is one delivery only where one of them has all of it. */
function refuseSplit(groups: readonly SegmentGroup[], field: string, context: MapContext): void {
  const { findings, decimalMark } = context;
  const others = membersOutside(groups.slice(1), 'QTY', WITH_QUANTITIES);
  const [split, ...more] = others.filter((qty) => !TOLD_BESIDE.has(valueOf(qty, 1)));
  if (!split) return;
  const isOne = more.length === 0 && isOfDelivery(split, groups) && isWhole(split, groups, decimalMark);
  if (isOne && !hasOtherDate(groups, context)) return;
  const detail = 'A line is split over places or dates, or has a quantity where none is read.';
  findings.add(split, field, 'unsupported-quantity', detail, { actual: valueOf(split, 1, 2) });
}

/** Whether a quantity says how much of a line one delivery is; a schedule may have references (RFF) before it. */
function isOfDelivery(qty: Segment, groups: readonly SegmentGroup[]): boolean {
  const behind = groups.slice(0, groups.findIndex(({ members }) => members.includes(qty)) + 1);
  const tag = behind.findLast(({ head }) => head?.tag !== 'RFF')?.head?.tag ?? '';
  return DELIVERIES.includes(tag) && DELIVERED.includes(valueOf(qty, 1));
}

/** Whether a delivery is on another day than the order tells. */
function hasOtherDate(groups: readonly SegmentGroup[], { dates }: MapContext): boolean {
  return membersOutside(groups.slice(1), 'DTM', []).some((dtm) => isOtherDelivery(dtm, dates));
}

/** Whether a quantity is the ordered one, in its unit where it tells one. */
function isWhole(qty: Segment, groups: readonly SegmentGroup[], mark: MapContext['decimalMark']): boolean {
  const ordered = ownOf(groups, 'QTY').find((one) => valueOf(one, 1) === ORDERED);
  const [told, whole] = [qty, ordered].map((one) => decimalOf(valueOf(one, 1, 2), mark));
  return told === whole && ['', valueOf(ordered, 1, 3)].includes(valueOf(qty, 1, 3));
}

/** A place of a line is not read: by its GLN, where it tells one, it has to be the one that the order is delivered to. */
function refuseOtherPlaces(groups: readonly SegmentGroup[], field: string, context: MapContext): void {
  const { deliveryGln: expected, findings } = context;
  for (const loc of headsOf(groups, 'LOC')) {
    const actual = valueOf(loc, 2);
    if (valueOf(loc, 1) !== DELIVERY_PLACE || valueOf(loc, 2, 3) !== GS1 || actual === '' || actual === expected) continue;
    const detail = 'A line is delivered to a place (LOC+7) that is not the one of the order (NAD+DP, else NAD+BY).';
    findings.add(loc, field, 'party-conflict', detail, { ...(expected !== undefined && { expected }), actual });
  }
}
