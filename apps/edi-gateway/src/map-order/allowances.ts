import type { AllowanceOrCharge, OrderLine } from '@kervan/contracts';
import { type Segment, valueOf } from '../edifact/segment.js';
import { taxConflict } from './line-tax.js';
import { amountOf, type MapContext } from './map-context.js';
import { NEITHER, type SegmentGroup } from './segment-groups.js';

/** Allowances and charges that apply. */
export interface Adjustments {
  readonly discounts: AllowanceOrCharge[];
  readonly charges: AllowanceOrCharge[];
}

/** MOA qualifiers of an allowance or charge amount: 8 either, 23 charge, 204 allowance. */
const AMOUNTS = new Set(['8', '23', '204']);
/** The amount that a percentage is of: it changes nothing. */
const BASIS = '25';
/** How it is settled (4471): off the invoice, to be paid by the customer; any other way is not on our invoice. */
const SETTLED: Readonly<Record<string, string>> = { A: '2', C: '6' };

/**
 * Reads allowances and charges (ALC groups) that change what is paid.
 *
 * Taken are those whose code (7161) is agreed, whose one amount is told and that are settled on the invoice; any other is
 * found, never passed over.
 */
export function adjustmentsOf(
  groups: readonly Required<SegmentGroup>[],
  field: string,
  context: MapContext,
): Adjustments {
  const discounts: AllowanceOrCharge[] = [];
  const charges: AllowanceOrCharge[] = [];
  for (const { head, members } of groups) {
    const kind = valueOf(head, 1);
    if (kind === NEITHER) continue;
    const code = valueOf(head, 5);
    const { allowances } = context.partner;
    const [amount, ...more] = members.filter((one) => one.tag === 'MOA' && valueOf(one, 1) !== BASIS);
    const told = amount && AMOUNTS.has(valueOf(amount, 1)) && more.length === 0;
    const settled = ['', SETTLED[kind]].includes(valueOf(head, 3));
    if (!Object.hasOwn(allowances, code) || !['A', 'C'].includes(kind) || !told || !settled) {
      const detail = 'An allowance or charge is not agreed, its one amount is not told, or it is not on the invoice.';
      context.findings.add(head, field, 'allowance-not-agreed', detail, { actual: code });
      continue;
    }
    const amountMinor = amountOf(amount, field, context);
    if (amountMinor === undefined) continue;
    if (amountMinor < 0) context.findings.add(amount, field, 'invalid-amount', 'An allowance or charge is below 0.');
    (kind === 'A' ? discounts : charges).push({ reason: allowances[code]!, amountMinor, tax: null });
  }
  return { discounts, charges };
}

/** Allowances and charges of the document are taxed at the rates of its lines: what is told of their taxes has to be that. */
export function compareAllowanceTaxes(
  taxes: readonly Segment[],
  lines: readonly OrderLine[],
  { findings, decimalMark }: MapContext,
): void {
  const rates = [...new Set(lines.map(({ tax }) => tax.ratePercent))];
  for (const told of taxes) {
    const [conflict] = rates.flatMap((rate) => taxConflict(told, rate, decimalMark) ?? []);
    const detail = 'The tax of an allowance or charge is not that of the lines, by which it is taxed.';
    if (conflict) findings.add(told, 'discounts', 'tax-conflict', detail, conflict.compared);
  }
}
