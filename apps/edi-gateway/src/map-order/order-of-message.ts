import { businessDate, discrepancies, INVOICE_CURRENCY, RuleBroken, taxesOf, totalsOf } from '@kervan/commerce';
import {
  Channel,
  FiscalDocument,
  type Order,
  type OrderLine,
  type Payment,
  PaymentStatus,
  type TaxSubtotal,
} from '@kervan/contracts';
import { fitsOneMessage } from '@kervan/ingress';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { Partner } from '../partners/partner.js';
import { adjustmentsOf, compareAllowanceTaxes } from './allowances.js';
import { type ContentFinding, Findings } from './findings.js';
import type { MapContext } from './map-context.js';
import { datesOf, deliveryDates, ORDER_DATE } from './order-dates.js';
import { orderLineOf } from './order-line.js';
import { type OrdersParts, partsOf } from './orders-structure.js';
import { deliveryGlnOf, partiesOf } from './parties.js';
import { groupsOf, headedBy, headsOf, ownOf, strayAmounts, taxesIn } from './segment-groups.js';
import { modeOf, orderNumberAt, orderNumberOf, type ToldOrder, toldOrder } from './told-order.js';
import { compareCounts, compareTotals } from './told-totals.js';
import { refusePriceChanges } from './unread-content.js';
import { daysAfter, instantOf } from './values.js';

/** An ORDERS of right syntax, as it is read and, while it is quarantined, kept. */
export interface OrdersContent {
  /** UNH to UNT. */
  readonly segments: readonly Segment[];
  readonly decimalMark: '.' | ',';
  /** Whether its interchange says that it is a test. */
  readonly test: boolean;
}

/** The order that a message places, or why it cannot be used. */
export type OrderOfMessage =
  | { readonly placed: PlacedOrder; readonly findings?: undefined }
  | {
      readonly placed?: undefined;
      readonly findings: readonly ContentFinding[];
      /** The order that it places all the same, where it places one: it may be recorded, from before the profile changed. */
      readonly told: ToldOrder | undefined;
    };

/** An order as it is recorded and published. */
export interface PlacedOrder extends ToldOrder {
  readonly order: Order;
}

/** The most lines of an order: it is one message to others. */
export const MAX_LINES = 1_000;
/** A partner's clock may be ahead of ours. */
const AHEAD_MS = 5 * 60_000;

/**
 * Translates an ORDERS (UN/EDIFACT D.96A, EANCOM too) into the canonical order by the partner's profile, exactly.
 *
 * What has no exact translation is found, with field and place, as is what would keep the invoice from being taken; free
 * text is passed over.
 *
 * @param now no order is of a later day.
 */
export function orderOfMessage(content: OrdersContent, partner: Partner, now: Date): OrderOfMessage {
  const findings = new Findings(content.segments);
  const parts = partsOf(content);
  const bgm = parts.header[0]!;
  const buyerOrder = orderNumberOf(bgm, findings);
  const told = findings.all.length === 0 ? toldOrder(content, buyerOrder, partner) : undefined;
  try {
    const today = businessDate(new Date(now.getTime() + AHEAD_MS));
    const order = readOrder(parts, buyerOrder, content, partner, today, findings);
    if (order) refuseSize(order, bgm, findings);
    if (order && told && findings.all.length === 0) return { placed: { ...told, order } };
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error;
    findings.add(bgm, 'totals', 'invalid-amount', `Expected: ${error.message}.`);
  }
  return { findings: findings.all, told };
}

function readOrder(
  { header, lines, summary }: OrdersParts,
  buyerOrder: string,
  content: OrdersContent,
  partner: Partner,
  today: string,
  findings: Findings,
): Order | undefined {
  const { decimalMark } = content;
  const { currency, pricesIncludeTax } = partner;
  const [above, below] = [groupsOf(header), groupsOf(summary)];
  const { own: documentTaxes, ofAllowances } = taxesIn(above);
  const nads = headsOf(above, 'NAD');
  const deliveryGln = deliveryGlnOf(nads);
  const bgm = header[0]!;
  const dates = datesOf(header, ownOf(above, 'DTM'), lines, today, findings);
  const context: MapContext = { partner, decimalMark, currency, documentTaxes, dates, deliveryGln, findings };
  refuseOtherCurrency(headsOf(above, 'CUX'), context);
  refuseUninvoicedCurrency(headsOf(above, 'CUX')[0] ?? bgm, context);
  refusePriceChanges(above, { price: 'lines', adjustments: 'discounts' }, context);
  const { buyer, deliverTo } = partiesOf(nads, bgm, partner, findings);
  const ordered = orderLines(lines, bgm, context);
  compareCounts(summary, lines.length, ordered, context);
  const adjustments = adjustmentsOf([...headedBy(above, 'ALC'), ...headedBy(below, 'ALC')], 'discounts', context);
  compareAllowanceTaxes(ofAllowances, ordered, context);
  const date = dates.get(ORDER_DATE);
  if (findings.all.length > 0 || !date || !buyer) return undefined;
  const priced = { pricesIncludeTax, lines: ordered, ...adjustments };
  const taxes = taxesOf(priced) as TaxSubtotal[];
  const totals = totalsOf(priced, taxes);
  const told = [above, below].flatMap((groups) => [...ownOf(groups, 'MOA'), ...strayAmounts(groups)]);
  compareTotals(told, totals, context);
  const order: Order = {
    company: partner.company,
    mode: modeOf(content, partner),
    channel: Channel.edi,
    source: `partner ${partner.code}`,
    orderNumber: orderNumberAt(partner.code, buyerOrder),
    version: 1,
    placedAt: instantOf(date).toISOString(),
    businessDate: date.date,
    currency,
    fiscalDocument: FiscalDocument.invoice,
    ...priced,
    taxes,
    totals,
    buyer,
    deliverTo,
    payments: [dueBy(daysAfter(date.date, partner.paymentTermDays), totals.grossMinor)],
    references: [{ type: 'buyer_order', value: buyerOrder, issuedOn: date.date }, ...deliveryDates(dates)],
  };
  refuseWrongTotals(order, bgm, findings);
  return order;
}

function dueBy(dueDate: string, amountMinor: number): Payment {
  return { method: 'transfer', amountMinor, status: PaymentStatus.due, reference: null, dueDate };
}

function refuseOtherCurrency(cuxes: readonly Segment[], { currency, findings }: MapContext): void {
  for (const cux of cuxes) {
    for (const actual of [valueOf(cux, 1, 2), valueOf(cux, 2, 2)]) {
      if (actual === '' || actual === currency) continue;
      findings.add(cux, 'currency', 'currency-not-agreed', 'The currency is not the agreed one.', {
        expected: currency,
        actual,
      });
    }
  }
}

/** The agreed one may be any of ISO 4217, which the profile is held to; an invoice is written in one of them. */
function refuseUninvoicedCurrency(at: Segment, { currency, findings }: MapContext): void {
  if (currency === INVOICE_CURRENCY) return;
  const detail = 'No invoice is written in the currency that the profile agrees on.';
  findings.add(at, 'currency', 'unsupported-currency', detail, { expected: INVOICE_CURRENCY, actual: currency });
}

function orderLines(lines: readonly (readonly Segment[])[], bgm: Segment, context: MapContext): OrderLine[] {
  const { findings } = context;
  if (lines.length === 0) findings.add(bgm, 'lines', 'no-lines', 'The order has no line.');
  if (lines.length > MAX_LINES) {
    findings.add(bgm, 'lines', 'too-many-lines', `The order has more than ${MAX_LINES} lines.`);
    return [];
  }
  return lines.flatMap((line, index) => orderLineOf(line, index, context) ?? []);
}

function refuseWrongTotals(order: Order, bgm: Segment, findings: Findings): void {
  for (const { pointer } of discrepancies(order)) {
    findings.add(bgm, pointer.slice(1), 'amount-conflict', 'The amounts of the order do not add up.');
  }
  if (order.totals.grossMinor <= 0) {
    findings.add(bgm, 'totals', 'invalid-amount', 'The order does not come to an amount above 0.');
  }
}

/** An order is one message to others, and no larger than they can take. */
function refuseSize(order: Order, bgm: Segment, findings: Findings): void {
  if (!fitsOneMessage(order)) findings.add(bgm, 'lines', 'too-many-lines', 'The order is too large to be passed on.');
}
