import { decimalFromMinor, lineAmount, parseQuantity, RuleBroken } from '@kervan/commerce';
import type { OrderLine } from '@kervan/contracts';
import { type Segment, valueOf } from '../edifact/segment.js';
import { adjustmentsOf } from './allowances.js';
import { articleOf } from './article.js';
import { taxOf } from './line-tax.js';
import { amountOf, type MapContext } from './map-context.js';
import { priceOf } from './price.js';
import { groupsOf, headedBy, ownOf, strayAmounts, taxesIn } from './segment-groups.js';
import { unitOf } from './unit.js';
import { ORDERED, refuseUnsupported, TOLD_BESIDE } from './unread-content.js';
import { decimalOf } from './values.js';

const LINE_AMOUNT = '203';

/** The order line that a LIN group means; undefined, and found why, where it cannot be used. */
export function orderLineOf(line: readonly Segment[], index: number, context: MapContext): OrderLine | undefined {
  const [lin] = line as [Segment];
  const groups = groupsOf(line.slice(1));
  const at = (name: string): string => `lines/${index}/${name}`;
  const before = context.findings.all.length;
  refuseUnsupported(lin, groups, at, context);
  const article = articleOf(lin, ownOf(groups, 'PIA'), at('articleId'), context);
  const qty = orderedOf(lin, ownOf(groups, 'QTY'), at('quantity'), context);
  if (!article || !qty) return undefined;
  const prices = headedBy(groups, 'PRI');
  const unitCode = unitOf(qty, prices[0]?.head, article, at('unitCode'), context);
  if (unitCode === undefined) return undefined;
  const quantity = quantityOf(qty, unitCode, at('quantity'), context);
  const price = priceOf(lin, prices, article, unitCode, at('unitPrice'), context);
  const tax = taxOf(lin, taxesIn(groups), article, at('tax'), context);
  if (quantity === undefined || !price || !tax) return undefined;
  const told = [...ownOf(groups, 'MOA'), ...strayAmounts(groups)];
  const alcs = headedBy(groups, 'ALC');
  const inPrice = price.isNet && told.some((moa) => valueOf(moa, 1) === LINE_AMOUNT);
  if (price.isNet && !inPrice && alcs[0]) {
    const detail = 'Whether an allowance or charge is in the net price is not told by a line amount (MOA+203).';
    context.findings.add(alcs[0].head, at('discounts'), 'allowance-not-agreed', detail);
  }
  const adjustments = price.isNet ? { discounts: [], charges: [] } : adjustmentsOf(alcs, at('discounts'), context);
  const priced = { quantity, unitCode, unitPrice: price.unitPrice, ...adjustments };
  const amountMinor = lineAmount(priced, context.currency);
  if (amountMinor < 0) {
    const detail = 'The allowances of a line are more than it comes to.';
    context.findings.add(alcs[0]?.head ?? lin, at('amountMinor'), 'invalid-amount', detail);
  }
  compareAmounts(told, amountMinor, at('amountMinor'), context);
  if (context.findings.all.length > before) return undefined;
  const { articleId, name, gtin } = article;
  return {
    lineNumber: index + 1,
    articleId,
    gtin: gtin ?? null,
    name,
    ...priced,
    amountMinor,
    tax,
  };
}

function orderedOf(
  lin: Segment,
  quantities: readonly Segment[],
  field: string,
  { findings }: MapContext,
): Segment | undefined {
  const [qty, ...more] = quantities.filter((one) => valueOf(one, 1) === ORDERED);
  const other = quantities.find((one) => valueOf(one, 1) !== ORDERED && !TOLD_BESIDE.has(valueOf(one, 1)));
  if (other) {
    const detail = 'A line has a quantity of another kind than the ordered one.';
    findings.add(other, field, 'unsupported-quantity', detail, { actual: valueOf(other, 1) });
  }
  if (!qty || more.length > 0) {
    findings.add(qty ?? lin, field, 'invalid-quantity', 'A line has not exactly one ordered quantity (QTY+21).');
  }
  return more.length > 0 ? undefined : qty;
}

function quantityOf(qty: Segment, unitCode: string, field: string, context: MapContext): string | undefined {
  const text = decimalOf(valueOf(qty, 1, 2), context.decimalMark);
  try {
    if (text !== undefined && parseQuantity(text, unitCode)) return text;
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error;
  }
  const detail = 'The ordered quantity is no number above 0 with at most 6 places.';
  context.findings.add(qty, field, 'invalid-quantity', detail, { actual: valueOf(qty, 1, 2) });
  return undefined;
}

function compareAmounts(amounts: readonly Segment[], expectedMinor: number, field: string, context: MapContext): void {
  for (const moa of amounts) {
    if (valueOf(moa, 1) !== LINE_AMOUNT) {
      const detail = 'A line has an amount of a kind that is not understood.';
      context.findings.add(moa, field, 'unsupported-amount', detail, { actual: valueOf(moa, 1) });
      continue;
    }
    const told = amountOf(moa, field, context);
    if (told === undefined || told === expectedMinor) continue;
    const detail = 'The line amount does not follow from quantity and price.';
    const [expected, actual] = [expectedMinor, told].map((minor) => decimalFromMinor(minor, context.currency));
    context.findings.add(moa, field, 'amount-conflict', detail, { expected: expected!, actual: actual! });
  }
}
