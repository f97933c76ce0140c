import { taxesOf, totalsOf } from '@kervan/commerce';
import { Channel, FiscalDocument, Mode, type Order, type Payment, PaymentStatus } from '@kervan/contracts';
import type { SeededRandom } from '../machine/seeded-random.js';

/** An order that will be placed, and what its customer does afterwards. */
export interface PlannedOrder {
  readonly name: string;
  readonly orderId: string;
  readonly order: Order;
  readonly placedAtMs: number;
  /** Absent for most. */
  readonly cancelledAtMs?: number;
  /** What the bank sees of it, where it is paid later. */
  readonly bankLines: readonly (BankLine & { readonly atMs: number })[];
}

/** A payment as the bank's statement has it. */
export interface BankLine {
  readonly amountMinor: number;
  readonly reference: string;
  /** What was due where a person lets the order count as paid by it; absent for most. */
  readonly acceptedDueMinor?: number;
}

const RATE = '20';
const PIECE_MINOR = 1_200;
const vat = { scheme: 'VAT', category: 'S', ratePercent: RATE, exemptionReason: null, exemptionCode: null };
const pricing = { pricesIncludeTax: true, discounts: [], charges: [], currency: 'TRY' };

/** Orders of all kinds that the saga tells apart: receipt or invoice, till or web shop, paid at once, later, or both. */
export function planOrders(random: SeededRandom, count: number): PlannedOrder[] {
  return Array.from({ length: count }, (_, at) => planOrder(random, at + 1));
}

function planOrder(random: SeededRandom, number: number): PlannedOrder {
  const orderId = random.uuid();
  const pieces = random.int(1, 9);
  const order = orderOf(random, number, pieces);
  const placedAtMs = random.int(100, 1_500);
  const dueMinor = order.payments.filter(({ status }) => status === PaymentStatus.due).reduce((sum, one) => sum + one.amountMinor, 0);
  return {
    name: `order ${number}`,
    orderId,
    order,
    placedAtMs,
    ...(random.chance(0.25) && { cancelledAtMs: placedAtMs + random.int(-80, 3_000) }),
    bankLines: dueMinor === 0 ? [] : bankLines(random, number, dueMinor, placedAtMs),
  };
}

/** What of an order follows from how many pieces are sold. */
export function amountsOf(pieces: number): Pick<Order, 'lines' | 'taxes' | 'totals'> {
  const lines = [
    {
      lineNumber: 1, articleId: 'A-1', gtin: null, name: 'Kettle', quantity: String(pieces), unitCode: 'C62', unitPrice: '12.00',
      discounts: [], charges: [], amountMinor: pieces * PIECE_MINOR, tax: vat,
    },
  ];
  const priced = { ...pricing, lines };
  const taxes = taxesOf(priced).map(({ tax: _, ...amounts }) => ({ tax: vat, ...amounts }));
  return { lines, taxes, totals: totalsOf(priced, taxes) };
}

function orderOf(random: SeededRandom, number: number, pieces: number): Order {
  const isInvoiced = random.chance(0.5);
  return {
    ...pricing,
    ...amountsOf(pieces),
    company: 'AM01',
    mode: Mode.live,
    channel: isInvoiced && random.chance(0.7) ? Channel.web_shop : Channel.till,
    source: 'model',
    orderNumber: `M-${number}`,
    version: 1,
    placedAt: '2026-11-21T07:00:00.000Z',
    businessDate: '2026-11-21',
    fiscalDocument: isInvoiced ? FiscalDocument.invoice : FiscalDocument.receipt,
    buyer: null,
    deliverTo: null,
    payments: paymentsOf(random, pieces * PIECE_MINOR),
    references: [],
  };
}

/** A payment that was taken with the sale. */
export const card = (amountMinor: number): Payment => {
  return { method: 'card', amountMinor, status: PaymentStatus.captured, reference: '004211', dueDate: null };
};

/** A payment that is to come at the bank. */
export const transfer = (amountMinor: number): Payment => {
  return { method: 'transfer', amountMinor, status: PaymentStatus.due, reference: null, dueDate: '2026-12-05' };
};

function paymentsOf(random: SeededRandom, grossMinor: number): Payment[] {
  const later = random.pick([0, 0, grossMinor / 2, grossMinor]);
  return [...(later < grossMinor ? [card(grossMinor - later)] : []), ...(later > 0 ? [transfer(later)] : [])];
}

function bankLines(random: SeededRandom, number: number, dueMinor: number, placedAtMs: number): PlannedOrder['bankLines'] {
  const first = random.chance(0.5) ? dueMinor : dueMinor / 2;
  const line = (amountMinor: number, part: number) => {
    return { amountMinor, reference: `S-${number}-${part}`, atMs: placedAtMs + (random.chance(0.3) ? random.int(-400, 0) : random.int(0, 4_000)) };
  };
  return first === dueMinor ? [line(first, 1)] : [line(first, 1), line(dueMinor - first, 2)];
}
