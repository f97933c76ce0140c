import { sumMinor } from '@kervan/commerce';
import { type Order, type Party, type Payment, PaymentStatus } from '@kervan/contracts';
import type { SeededRandom } from '../machine/seeded-random.js';
import { amountsOf, card, transfer } from '../run/plan.js';

/** The sum of an order's payments of one status; minor units. */
export function sumOf({ payments }: Pick<Order, 'payments'>, wanted: PaymentStatus): number {
  return sumMinor(payments.filter(({ status }) => status === wanted).map(({ amountMinor }) => amountMinor));
}

/** A JSON Merge Patch as a person would correct an order: where it comes from, who bought, how it is paid, or how much was sold. */
export function drawAmendment(order: Order, random: SeededRandom): Partial<Order> {
  return random.pick(amendments)(order, random);
}

type Amendment = (order: Order, random: SeededRandom) => Partial<Order>;

const payments = (...all: readonly Payment[]): Pick<Order, 'payments'> => ({ payments: all.filter(({ amountMinor }) => amountMinor > 0) });
const grossOf = ({ totals }: Order): number => totals.grossMinor;
const halves = (sumMinor: number): [number, number] => [Math.floor(sumMinor / 2), sumMinor - Math.floor(sumMinor / 2)];

/** A JSON Merge Patch by which an order is of another buyer, as the form of an invoice may ask for. */
export function drawBuyer(_order: Order, random: SeededRandom): Partial<Order> {
  const [firstName, familyName] = [random.pick(['Ayşe', 'Ali', 'Ece']), random.pick(['Yılmaz', 'Demir', 'Kaya'])];
  return { buyer: { name: `${firstName} ${familyName}`, firstName, familyName } as Party };
}

const amendments: readonly Amendment[] = [
  () => ({ source: 'model, corrected' }),
  drawBuyer,
  (order) => payments(transfer(grossOf(order))),
  (order) => payments(card(grossOf(order))),
  (order) => payments(card(halves(grossOf(order))[0]), transfer(halves(grossOf(order))[1])),
  (order) => payments(card(sumOf(order, PaymentStatus.captured)), ...halves(sumOf(order, PaymentStatus.due)).map(transfer)),
  (order, random) => {
    const amounts = amountsOf(random.int(1, 9));
    const paid = Math.min(sumOf(order, PaymentStatus.captured), amounts.totals.grossMinor);
    return { ...amounts, ...payments(card(paid), transfer(amounts.totals.grossMinor - paid)) };
  },
];
