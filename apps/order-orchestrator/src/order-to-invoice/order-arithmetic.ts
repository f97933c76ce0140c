import { type OrderDiscrepancy, orderDiscrepancies, RuleBroken } from '@kervan/commerce';
import type { Order, OrderPlaced } from '@kervan/contracts';
import { PermanentFailure } from '@kervan/messaging';
import type { Finding } from '@kervan/saga';

/**
 * Lets only orders in that add up and whose payments are their total: anyone may write to the topic, and what is posted
 * to the ERP stands.
 *
 * Services of our own have checked theirs before. The detail names a field and how far it is off, never what it holds.
 *
 * @throws {PermanentFailure} with the rule that is broken as its code, such as `totals-mismatch`; the record is held.
 */
export function mustAddUp({ order }: OrderPlaced): void {
  const [first] = mismatchesOrFailure(order);
  if (!first) return;
  const { pointer, code, expectedMinor, actualMinor } = first;
  throw new PermanentFailure(code, `${pointer} is off by ${Math.abs(actualMinor - expectedMinor)} minor units`);
}

/** Where an amended order does not add up or is not paid by its payments, by the same rules: each as a finding. */
export function sumsThatDiffer(order: Order): readonly Finding[] {
  try {
    return orderDiscrepancies(order).map(({ pointer, code }) => ({ pointer, code }));
  } catch (error) {
    if (error instanceof RuleBroken) return [{ pointer: '', code: error.code }];
    throw error;
  }
}

function mismatchesOrFailure(order: Order): OrderDiscrepancy[] {
  try {
    return orderDiscrepancies(order);
  } catch (error) {
    if (error instanceof RuleBroken) throw new PermanentFailure(error.code, 'an amount, rate or quantity cannot be read');
    throw error;
  }
}
