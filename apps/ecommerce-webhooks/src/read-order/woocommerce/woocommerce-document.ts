import { rateKey, sumMinor } from '@kervan/commerce';
import type { AllowanceOrCharge, TaxRate } from '@kervan/contracts';
import type { Mapping } from '../../shop/shop-profile.js';
import type { Findings, Path } from '../findings.js';
import { minorOf } from '../order.js';
import type { ShopCharge, ShopDocument, ShopLine } from '../shop-document.js';
import { taxRateOf } from '../tax-rate.js';
import { plainText } from '../text.js';
import type { WoocommerceCharge, WoocommerceLine, WoocommerceOrder } from './woocommerce-order.js';
import { meantTaxes } from './woocommerce-rates.js';

interface Charged {
  readonly amountMinor: number;
  readonly taxMinor: number;
  readonly tax: TaxRate | undefined;
}

/**
 * The money of a WooCommerce order as it was ordered: what was refunded since is not looked at.
 *
 * WooCommerce tells every part without its tax and the tax beside it, each rounded by itself, whatever the shop's
 * prices contain; the total is the rounded sum of the exact parts. So each part may be off by a minor unit, the total
 * is not.
 *
 * @param mapping its `taxRates` are those that the order is read at, whoever tells them.
 */
export function woocommerceDocument(order: WoocommerceOrder, mapping: Mapping, findings: Findings): ShopDocument {
  return new WoocommerceMoney(order, mapping, findings).document();
}

class WoocommerceMoney {
  private readonly rates: ReadonlyMap<string, TaxRate>;
  private readonly reason: string;

  constructor(
    private readonly order: WoocommerceOrder,
    private readonly mapping: Mapping,
    private readonly findings: Findings,
  ) {
    this.rates = new Map(
      order.tax_lines.map(({ rate_id }, index) => [rate_id, this.rate(rate_id, ['tax_lines', index, 'rate_percent'])]),
    );
    this.reason = plainText(order.coupon_lines.map(({ code }) => code).join(', ')) || 'discount';
  }

  document(): ShopDocument {
    const { order } = this;
    const lines = order.line_items
      .map((line, index) => ({ line, at: ['line_items', index] }))
      .filter(({ line }) => line.quantity !== 0)
      .map(({ line, at }) => this.line(line, at));
    const shipping = order.shipping_lines.map((each, index) => ({
      reason: plainText(each.method_title) || 'shipping',
      ...this.charged(each, ['shipping_lines', index]),
    }));
    const fees = order.fee_lines.map((each, index) => ({
      reason: plainText(each.name) || 'fee',
      ...this.charged(each, ['fee_lines', index]),
    }));
    const charges = [...shipping, ...fees];
    return {
      currency: order.currency,
      pricesIncludeTax: order.prices_include_tax,
      lines,
      charges: charges.filter(({ amountMinor }) => amountMinor > 0),
      discounts: charges.filter(({ amountMinor }) => amountMinor < 0).map(discountOf),
      taxes: this.taxes(),
      totalMinor: this.minor(order.total, ['total']),
      roundingMinor: lines.length + charges.length,
      at: { lines: ['line_items'], taxes: ['tax_lines'], total: ['total'] },
    };
  }

  private line(line: WoocommerceLine, at: Path): ShopLine {
    const charged = this.charged(line, at);
    const before = this.inBasis(line.subtotal, line.subtotal_tax, [...at, 'subtotal']);
    const discount = before - charged.amountMinor;
    if (charged.amountMinor < 0) this.findings.add([...at, 'total'], 'negative-amount', 'Expected 0 or more.');
    if (!(line.quantity > 0)) this.findings.add([...at, 'quantity'], 'invalid-quantity', 'Expected more than 0.');
    return {
      articleId: this.article(line),
      name: plainText(line.name) || '-',
      quantity: String(line.quantity),
      unitCode: this.mapping.unitCode,
      discounts: discount > 0 ? [{ reason: this.reason, amountMinor: discount, tax: null }] : [],
      at,
      ...charged,
    };
  }

  private charged(part: WoocommerceCharge, at: Path): Charged {
    return {
      amountMinor: this.inBasis(part.total, part.total_tax, [...at, 'total']),
      taxMinor: this.minor(part.total_tax, [...at, 'total_tax']),
      tax: this.taxOf(part, [...at, 'taxes']),
    };
  }

  /** A part with its tax where the shop's prices contain it, else without. */
  private inBasis(net: string, tax: string, at: Path): number {
    const netMinor = this.minor(net, at);
    return this.order.prices_include_tax ? sumMinor([netMinor, this.minor(tax, at)]) : netMinor;
  }

  private taxOf(part: WoocommerceCharge, at: Path): TaxRate | undefined {
    const meant = meantTaxes(part).map(({ id }) => {
      const rate = this.rates.get(id);
      if (!rate) this.findings.add(at, 'unknown-tax-rate', 'The order does not tell what this tax rate is.');
      return rate;
    });
    const keys = new Set(meant.map((rate) => rate && rateKey(rate)));
    if (keys.size > 1) this.findings.add(at, 'several-taxes', 'A line can have one tax only.');
    return meant[0];
  }

  private taxes(): ShopDocument['taxes'] {
    return this.order.tax_lines.map(({ rate_id, tax_total, shipping_tax_total }, index) => {
      const at = ['tax_lines', index, 'tax_total'];
      const taxMinor = sumMinor([this.minor(tax_total, at), this.minor(shipping_tax_total, at)]);
      return { tax: this.rates.get(rate_id) ?? taxRateOf('0', this.mapping), taxMinor };
    });
  }

  private rate(id: string, at: Path): TaxRate {
    const { taxRates } = this.mapping;
    const zero = taxRateOf('0', this.mapping);
    const known = Object.hasOwn(taxRates, id) ? taxRates[id] : undefined;
    if (known === undefined) {
      this.findings.add(at, 'unknown-tax-rate', "Neither the order nor the shop's profile tells this percentage.");
      return zero;
    }
    return this.findings.check(at, zero, () => taxRateOf(known, this.mapping));
  }

  private article({ sku, variation_id, product_id }: WoocommerceLine): string {
    const known = plainText(sku);
    if (known !== '') return known;
    const ofVendor = [variation_id, product_id].find((id) => id != null && id !== '0' && id !== '');
    return this.mapping.articleWithoutSku === 'product-id' && ofVendor ? ofVendor : '';
  }

  private minor(text: string, at: Path): number {
    return this.findings.check(at, 0, () => minorOf(text, this.order.currency));
  }
}

/** A fee below zero is what shops give a discount by. */
function discountOf({ reason, amountMinor, tax }: ShopCharge): AllowanceOrCharge {
  return { reason, amountMinor: -amountMinor, tax: tax ?? null };
}
