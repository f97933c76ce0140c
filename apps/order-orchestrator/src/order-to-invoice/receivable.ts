import { type OrderPlaced, type OrderTaken, PaymentStatus } from '@kervan/contracts';
import { sumMinor } from '@kervan/commerce';

/** What is told to be paid of an order as the saga has it: placed, or amended by a person since. */
export function receivable({ order }: Pick<OrderPlaced, 'order'>): Pick<OrderTaken, 'receivable'> {
  const { company, mode, currency, orderNumber, version, placedAt } = order;
  const due = order.payments.filter(({ status }) => status === PaymentStatus.due);
  const dueMinor = sumMinor(due.map(({ amountMinor }) => amountMinor));
  const references = dueMinor > 0 ? order.references : [];
  return { receivable: { company, mode, currency, dueMinor, orderNumber, version, placedAt, references } };
}
