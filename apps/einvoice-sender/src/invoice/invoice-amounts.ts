import {
  allocate,
  amountsByRate,
  type RateAmount,
  rateKey,
  settleRemainder,
  sumMinor,
  taxInGross,
  unitPriceOf,
} from '@kervan/commerce';
import type { AllowanceOrCharge, Order, OrderLine, TaxRate, TaxSubtotal } from '@kervan/contracts';
import { invoiceTaxes } from './invoice-taxes.js';

/** A discount or charge without tax, in minor units. */
export interface NetAllowance {
  readonly reason: string;
  readonly charge: boolean;
  readonly amountMinor: number;
}

/** A line without tax; `base` is quantity x price, `net` what discounts and charges leave of it. */
export interface InvoiceLineAmounts {
  readonly line: OrderLine;
  readonly unitPrice: string;
  readonly baseMinor: number;
  readonly allowances: readonly NetAllowance[];
  readonly netMinor: number;
  /** The line's share of what is taxed at its rate, and of that tax. */
  readonly taxableMinor: number;
  readonly taxMinor: number;
}

/** Every amount of an invoice, without tax where not said otherwise. */
export interface InvoiceAmounts {
  readonly lines: readonly InvoiceLineAmounts[];
  readonly allowances: readonly NetAllowance[];
  readonly taxes: readonly TaxSubtotal[];
  /** Sum of the lines' net amounts. */
  readonly linesMinor: number;
  /** Discounts and charges of the document; those of the lines are in the lines. */
  readonly discountMinor: number;
  readonly chargeMinor: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

/**
 * The amounts of the invoice for an order whose amounts follow from each other.
 *
 * Net, tax and gross are the order's own, to the minor unit, and everything else adds up to them:
 * lines - discounts + charges = net, and the lines' shares of a rate make the rate. Where prices include tax, each
 * amount gives up the tax in it; what rounding leaves over goes to the largest lines of the rate.
 */
export function invoiceAmounts(order: Order): InvoiceAmounts {
  const documentNet = netOfDocument(order);
  const keys = order.lines.map(({ tax }) => rateKey(tax));
  const nets = netOfLines(order, keys, documentNet);
  const shares = sharesOfRates(order, keys, nets);
  const lines = order.lines.map((line, index) => lineAmounts(order, line, nets[index]!, shares[index]!));
  const allowances = allowancesOf(documentNet, order.totals.netMinor - sumMinor(nets));
  const total = (charge: boolean): number =>
    sumMinor(allowances.filter((item) => item.charge === charge).map(({ amountMinor }) => amountMinor));
  return {
    lines,
    allowances,
    taxes: invoiceTaxes(order),
    linesMinor: sumMinor(nets),
    discountMinor: total(false),
    chargeMinor: total(true),
    netMinor: order.totals.netMinor,
    taxMinor: order.totals.taxMinor,
    grossMinor: order.totals.grossMinor,
  };
}

type RateShare = Pick<RateAmount, 'tax' | 'amountMinor'>;

interface DocumentNet {
  readonly reason: string;
  readonly charge: boolean;
  readonly parts: readonly { readonly key: string; readonly netMinor: number }[];
}

/** Document discounts and charges without tax, each split over the rates that it concerns. */
function netOfDocument(order: Order): DocumentNet[] {
  const ofLines = amountsByRate({ ...order, discounts: [], charges: [] });
  const net = (item: AllowanceOrCharge, charge: boolean): DocumentNet => {
    const parts = splitOver(item, ofLines).map(({ tax, amountMinor }) => {
      return { key: rateKey(tax), netMinor: withoutTax(order, amountMinor, tax) };
    });
    return { reason: item.reason, charge, parts };
  };
  return [...order.discounts.map((item) => net(item, false)), ...order.charges.map((item) => net(item, true))];
}

/** The shares of a discount or charge: all of it at its own rate, or in proportion at the rates of the lines. */
function splitOver({ tax, amountMinor }: AllowanceOrCharge, ofLines: readonly RateAmount[]): RateShare[] {
  if (tax) return [{ tax, amountMinor }];
  const weights = ofLines.map((rate) => rate.amountMinor);
  return allocate(amountMinor, weights).map((share, index) => ({ tax: ofLines[index]!.tax, amountMinor: share }));
}

/** Discounts and charges that make up `sum`: the largest takes the remainder of a rate that has no line. */
function allowancesOf(document: readonly DocumentNet[], sum: number): NetAllowance[] {
  const amounts = document.map(({ parts }) => sumMinor(parts.map(({ netMinor }) => netMinor)));
  const signs = document.map(({ charge }) => (charge ? 1 : -1));
  const signed = amounts.map((amount, index) => signs[index]! * amount);
  const settled = settleRemainder(sum, signed, amounts);
  return document.map(({ reason, charge }, index) => {
    return { reason, charge, amountMinor: signs[index]! * settled[index]! };
  });
}

/** Net amounts of the lines; of each rate they make up the rate's taxable amount together with the document's part. */
function netOfLines(order: Order, keys: readonly string[], documentNet: readonly DocumentNet[]): number[] {
  const nets = order.lines.map((line) => withoutTax(order, line.amountMinor, line.tax));
  if (!order.pricesIncludeTax) return nets;
  for (const { tax, taxableMinor } of order.taxes) {
    const key = rateKey(tax);
    const document = documentNet.flatMap(({ charge, parts }) => {
      return parts.filter((part) => part.key === key).map(({ netMinor }) => (charge ? netMinor : -netMinor));
    });
    replaceOfRate(keys, key, nets, (own) => settleRemainder(taxableMinor - sumMinor(document), own, own));
  }
  return nets;
}

/** Each line's share of the taxable amount and the tax of its rate, after the document's discounts and charges. */
function sharesOfRates(
  order: Order,
  keys: readonly string[],
  nets: readonly number[],
): { taxableMinor: number; taxMinor: number }[] {
  const taxable = nets.map(() => 0);
  const taxes = nets.map(() => 0);
  for (const { tax, taxableMinor, taxMinor } of order.taxes) {
    const key = rateKey(tax);
    const own = nets.filter((_, index) => keys[index] === key);
    if (own.every((net) => net === 0)) continue;
    replaceOfRate(keys, key, taxable, () => allocate(taxableMinor, own));
    replaceOfRate(keys, key, taxes, () => allocate(taxMinor, own));
  }
  return nets.map((_, index) => ({ taxableMinor: taxable[index]!, taxMinor: taxes[index]! }));
}

function replaceOfRate(
  keys: readonly string[],
  key: string,
  amounts: number[],
  by: (own: number[]) => number[],
): void {
  const places = keys.flatMap((each, index) => (each === key ? [index] : []));
  if (places.length === 0) return;
  by(places.map((index) => amounts[index]!)).forEach((amount, place) => {
    amounts[places[place]!] = amount;
  });
}

function lineAmounts(
  order: Order,
  line: OrderLine,
  netMinor: number,
  share: { taxableMinor: number; taxMinor: number },
): InvoiceLineAmounts {
  const net = ({ reason, amountMinor }: AllowanceOrCharge, charge: boolean): NetAllowance => {
    return { reason, charge, amountMinor: withoutTax(order, amountMinor, line.tax) };
  };
  const discounts = line.discounts.map((item) => net(item, false));
  const allowances = [...discounts, ...line.charges.map((item) => net(item, true))];
  const baseMinor = sumMinor([netMinor, ...allowances.map((item) => (item.charge ? -1 : 1) * item.amountMinor)]);
  const unitPrice = order.pricesIncludeTax ? unitPriceOf(baseMinor, line, order.currency) : line.unitPrice;
  return { line, unitPrice, baseMinor, allowances, netMinor, ...share };
}

function withoutTax(order: Order, amountMinor: number, tax: Pick<TaxRate, 'ratePercent'>): number {
  return order.pricesIncludeTax ? amountMinor - taxInGross(amountMinor, tax.ratePercent) : amountMinor;
}
