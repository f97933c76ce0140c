import { sumMinor, taxInGross } from '@kervan/commerce';
import { Findings } from '../findings.js';
import { taxTolerance } from '../money.js';
import { minorOf } from '../order.js';
import type { TaxRates } from '../reading.js';
import type { WoocommerceCharge, WoocommerceOrder } from './woocommerce-order.js';

/** What a rate was charged on, and what its tax comes to, as the order tells both. */
interface Taxed {
  grossMinor: number;
  taxMinor: number;
  parts: number;
}

/** The percentages that a WooCommerce order tells itself. */
export function toldRates({ tax_lines }: WoocommerceOrder): TaxRates {
  const told = tax_lines.filter(({ rate_percent }) => rate_percent != null);
  return Object.fromEntries(told.map(({ rate_id, rate_percent }) => [rate_id, String(rate_percent)]));
}

/** Of each rate of an order the percentage that is told first; none, where nobody tells it. */
export function firstTold(order: WoocommerceOrder, tellers: readonly TaxRates[]): TaxRates {
  return choose(order, tellers, ([first]) => first);
}

/** Of each rate of an order the percentage, of those that are told, that its tax follows from first; where it follows from none, the first. */
export function firstFollowed(order: WoocommerceOrder, tellers: readonly TaxRates[]): TaxRates {
  const taxed = taxedByRate(order);
  return choose(order, tellers, (told, id) => told.find((percent) => follows(taxed.get(id), percent)) ?? told[0]);
}

/** The taxes of a part that count: those that it is charged with, else those of nothing. */
export function meantTaxes({ taxes }: WoocommerceCharge): WoocommerceCharge['taxes'] {
  const told = taxes.filter(({ total }) => total.trim() !== '');
  const charged = told.filter(({ total }) => /[1-9]/.test(total));
  return charged.length > 0 ? charged : told;
}

function choose(
  { tax_lines }: WoocommerceOrder,
  tellers: readonly TaxRates[],
  from: (told: readonly string[], id: string) => string | undefined,
): TaxRates {
  const chosen = new Map<string, string>();
  for (const { rate_id: id } of tax_lines) {
    const told = tellers.flatMap((rates) => (Object.hasOwn(rates, id) ? [rates[id]!] : []));
    const percent = from(told, id);
    if (percent !== undefined) chosen.set(id, percent);
  }
  return Object.fromEntries(chosen);
}

function taxedByRate(order: WoocommerceOrder): ReadonlyMap<string, Taxed> {
  const minor = (...texts: string[]): number => sumMinor(texts.map((text) => minorOf(text, order.currency)));
  const rates = new Map<string, Taxed>();
  for (const { rate_id, tax_total, shipping_tax_total } of order.tax_lines) {
    rates.set(rate_id, { grossMinor: 0, taxMinor: minor(tax_total, shipping_tax_total), parts: 0 });
  }
  for (const part of [...order.line_items, ...order.shipping_lines, ...order.fee_lines]) {
    for (const { id } of meantTaxes(part)) {
      const rate = rates.get(id);
      if (!rate) continue;
      rate.grossMinor += minor(part.total, part.total_tax);
      rate.parts += 1;
    }
  }
  return rates;
}

/** Whether a tax is, but for the rounding of its parts, what a percentage gives; one that is no percentage gives nothing. */
function follows(taxed: Taxed | undefined, percent: string): boolean {
  if (!taxed) return false;
  const { grossMinor, taxMinor, parts } = taxed;
  return new Findings().check([], false, () => {
    return Math.abs(taxInGross(grossMinor, percent) - taxMinor) <= taxTolerance(parts);
  });
}
