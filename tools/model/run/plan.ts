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
  readonly bankLines: readonly { readonly amountMinor: number; readonly reference: string; readonly atMs: number }[];
}

const RATE = '20';
const vat = { scheme: 'VAT', category: 'S', ratePercent: RATE, exemptionReason: null, exemptionCode: null };

/** Orders of all kinds that the saga tells apart: receipt or invoice, till or web shop, paid at once, later, or both. */
export function planOrders(random: SeededRandom, count: number): PlannedOrder[] {
  return Array.from({ length: count }, (_, at) => planOrder(random, at + 1));
}

function planOrder(random: SeededRandom, number: number): PlannedOrder {
  const orderId = random.uuid();
  const pieces = random.int(1, 9);
  const order = orderOf(random, number, pieces * 1_200, String(pieces));
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

function orderOf(random: SeededRandom, number: number, grossMinor: number, quantity: string): Order {
  const isInvoiced = random.chance(0.5);
  const lines = [
    {
      lineNumber: 1, articleId: 'A-1', gtin: null, name: 'Kettle', quantity, unitCode: 'C62', unitPrice: '12.00',
      discounts: [], charges: [], amountMinor: grossMinor, tax: vat,
    },
  ];
  const priced = { pricesIncludeTax: true, discounts: [], charges: [], lines, currency: 'TRY' };
  const taxes = taxesOf(priced).map(({ tax: _, ...amounts }) => ({ tax: vat, ...amounts }));
  return {
    ...priced,
    company: 'AM01',
    mode: Mode.live,
    channel: isInvoiced && random.chance(0.7) ? Channel.web_shop : Channel.till,
    source: 'model',
    orderNumber: `M-${number}`,
    version: 1,
    placedAt: '2026-11-21T07:00:00.000Z',
    businessDate: '2026-11-21',
    fiscalDocument: isInvoiced ? FiscalDocument.invoice : FiscalDocument.receipt,
    taxes,
    totals: totalsOf(priced, taxes),
    buyer: null,
    deliverTo: null,
    payments: paymentsOf(random, grossMinor),
    references: [],
  };
}

function paymentsOf(random: SeededRandom, grossMinor: number): Payment[] {
  const card = (amountMinor: number): Payment => {
    return { method: 'card', amountMinor, status: PaymentStatus.captured, reference: '004211', dueDate: null };
  };
  const transfer = (amountMinor: number): Payment => {
    return { method: 'transfer', amountMinor, status: PaymentStatus.due, reference: null, dueDate: '2026-12-05' };
  };
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
