import type { AllowanceOrCharge } from '@kervan/contracts';
import { valueOf } from '../edifact/segment.js';
import { amountOf, type MapContext } from './map-context.js';
import type { SegmentGroup } from './segment-groups.js';

/** Allowances and charges that apply. */
export interface Adjustments {
  readonly discounts: AllowanceOrCharge[];
  readonly charges: AllowanceOrCharge[];
}

/** MOA qualifiers of an allowance or charge amount: 8 either, 23 charge, 204 allowance. */
const AMOUNTS = new Set(['8', '23', '204']);
const NEITHER = 'N';

/**
 * Reads allowances and charges (ALC groups) that change what is paid.
 *
 * Taken are those whose code (7161) is agreed and whose amount is told; any other is found, never passed over.
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
    const [amount, ...more] = members.filter((one) => one.tag === 'MOA' && AMOUNTS.has(valueOf(one, 1)));
    if (!Object.hasOwn(allowances, code) || !['A', 'C'].includes(kind) || !amount || more.length > 0) {
      const detail = 'An allowance or charge is not agreed, or its one amount is not told.';
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
