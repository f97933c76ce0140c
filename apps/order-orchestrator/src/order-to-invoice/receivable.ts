import { type OrderPlaced, type OrderTaken, PaymentStatus } from '@kervan/contracts';
import { sumIn } from './order-to-invoice.js';

/** What is told to be paid of an order as the saga has it: placed, or amended by a person since. */
export function receivable({ order }: Pick<OrderPlaced, 'order'>): Pick<OrderTaken, 'receivable'> {
  const { company, mode, currency, orderNumber, version, placedAt, totals } = order;
  const dueMinor = sumIn(order, PaymentStatus.due);
  const references = dueMinor > 0 ? order.references : [];
  const { grossMinor } = totals;
  return { receivable: { company, mode, currency, dueMinor, grossMinor, orderNumber, version, placedAt, references } };
}
