import { decimalFromMinor, sumMinor } from '@kervan/commerce';
import { PaymentStatus } from '@kervan/contracts';
import type { SeededRandom } from '../machine/seeded-random.js';
import type { BookedDocument, ModelErp } from '../outside/model-erp.js';
import { sumOf } from './amendments.js';
import type { OrderInstance } from './stand.js';

/** How the reference of a document begins that a person has booked. */
export const BY_HAND = 'by-hand:';

/** A payment within a document of the books. */
export interface BookedPart {
  readonly method: string;
  readonly amount: string;
  readonly reference?: string;
}

/** What a person books in the place of an order's current step, or of its undo; undefined where nothing is to be booked. */
export function bookByHand(erp: ModelErp, stand: OrderInstance): BookedDocument | undefined {
  const order = stand.order.value();
  const { totals, currency } = order;
  const reference = `${BY_HAND}${order.company}:${stand.id}:${nameOf(stand)}`;
  const book = (type: string, body: object): BookedDocument => erp.bookByHand(type, { reference, ...body });
  const amount = (amountMinor: number): string => decimalFromMinor(amountMinor, currency);
  const paid = (payments: readonly BookedPart[], totalMinor: number): BookedDocument | undefined =>
    totalMinor > 0 ? book('payment', { payments, total: amount(totalMinor) }) : void erp.takeOut(reference);
  const lines = stand.kept.matched ?? [];
  const cameMinor = sumMinor(lines.map(({ amountMinor }) => amountMinor));
  switch (nameOf(stand)) {
    case 'post-order':
      return book('sales-order', { totals: { gross: amount(totals.grossMinor) } });
    case 'undo post-order':
      return book('cancellation', {});
    case 'book-invoice':
      return book('invoice', { totals: { gross: amount(totals.grossMinor) } });
    case 'post-payment': {
      const captured = sumOf(order, PaymentStatus.captured);
      return paid([{ method: 'card', amount: amount(captured) }], captured);
    }
    case 'settle': {
      const restMinor = Math.max(sumOf(order, PaymentStatus.due) - cameMinor, 0);
      return paid([{ method: 'cash', amount: amount(restMinor) }], restMinor);
    }
    default: {
      const parts = lines.map((one) => ({ method: 'transfer', amount: amount(one.amountMinor), reference: one.statementReference }));
      return paid(parts, cameMinor);
    }
  }
}

/** What is told of a step that was done by hand: what has to be, and else something or nothing. */
export function drawFacts(random: SeededRandom, step: string, booked: BookedDocument | undefined): object {
  if (!booked || step === 'settle' || (step !== 'post-order' && random.chance(0.5))) return {};
  const { number: erpNumber, body } = booked;
  if (step !== 'post-settlement' || random.chance(0.5)) return { erpNumber };
  const parts = body['payments'] as readonly BookedPart[];
  const bookedPayments = parts.map(({ amount, reference = null }) => ({ reference, amountMinor: Math.round(Number(amount) * 100) }));
  return { erpNumber, bookedPayments };
}

/** Takes out what a person has booked for an order and what its saga does not count: it was done otherwise after all. */
export function takeOutUncounted(erp: ModelErp, stand: OrderInstance): void {
  for (const { reference, number } of erp.books) {
    const [, , orderId, name = ''] = reference.split(':');
    if (orderId !== stand.id || !reference.startsWith(BY_HAND) || counts(stand, name, number)) continue;
    if (name !== 'post-order' || !isCancelled(erp, stand)) erp.takeOut(reference);
  }
}

/** Whether the ERP has cancelled the order's sales order, whoever booked that. */
function isCancelled(erp: ModelErp, { id }: OrderInstance): boolean {
  return erp.books.some(({ orderId, type }) => orderId === id && type === 'cancellation');
}

function counts({ kept, steps }: OrderInstance, name: string, number: string): boolean {
  if (name === 'post-order') return kept.erpOrderNumber === number;
  const undone = name.startsWith('undo ');
  const state = steps[undone ? name.slice('undo '.length) : name];
  return state?.byPerson === true && state.outcome === (undone ? 'undone' : 'done');
}

function nameOf({ step, direction }: OrderInstance): string {
  return direction === 'backward' ? `undo ${step}` : step;
}
