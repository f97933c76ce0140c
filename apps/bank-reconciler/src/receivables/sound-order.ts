import { orderDiscrepancies, RuleBroken } from '@kervan/commerce';
import type { Order } from '@kervan/contracts';

/**
 * Whether an order adds up and its payments are its total, by the rules by which order-orchestrator holds those that do
 * not: what no saga takes is not to be paid.
 */
export function isSound(order: Order): boolean {
  try {
    return orderDiscrepancies(order).length === 0;
  } catch (error) {
    if (error instanceof RuleBroken) return false;
    throw error;
  }
}
