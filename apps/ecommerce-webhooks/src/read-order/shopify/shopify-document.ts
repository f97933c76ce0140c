import { rateKey, sumMinor } from '@kervan/commerce';
import type { AllowanceOrCharge, TaxRate } from '@kervan/contracts';
import type { Mapping } from '../../shop/shop-profile.js';
import type { Findings, Path } from '../findings.js';
import { minorOf } from '../order.js';
import type { ShopCharge, ShopDocument, ShopLine } from '../shop-document.js';
import { percentOfShare, taxRateOf } from '../tax-rate.js';
import { plainText } from '../text.js';
import type { ShopifyLine, ShopifyOrder, ShopifyShipping, ShopifyTaxLine } from './shopify-order.js';

/**
 * The money of a Shopify order as it was ordered: what was refunded or returned since is not looked at.
 *
 * Shopify's amounts are exact: parts add up to the total without any rounding.
 */
export function shopifyDocument(order: ShopifyOrder, mapping: Mapping, findings: Findings): ShopDocument {
  return new ShopifyMoney(order, mapping, findings).document();
}

class ShopifyMoney {
  private readonly reason: string;

  constructor(
    private readonly order: ShopifyOrder,
    private readonly mapping: Mapping,
    private readonly findings: Findings,
  ) {
    const codes = order.discount_codes.map(({ code }) => code).join(', ');
    this.reason = plainText(codes) || 'discount';
  }

  document(): ShopDocument {
    const { order } = this;
    const lines = order.line_items.map((line, index) => this.line(line, ['line_items', index]));
    const charges = order.shipping_lines
      .map((shipping, index) => ({ shipping, at: ['shipping_lines', index] }))
      .filter(({ shipping }) => !shipping.is_removed)
      .map(({ shipping, at }) => this.charge(shipping, at))
      .filter(({ amountMinor }) => amountMinor !== 0);
    const taxes = order.tax_lines.map(({ rate, price }, index) => ({
      tax: this.rate(rate, ['tax_lines', index, 'rate']),
      taxMinor: this.minor(price, ['tax_lines', index, 'price']),
    }));
    const document: ShopDocument = {
      currency: order.currency,
      pricesIncludeTax: order.taxes_included,
      lines,
      charges,
      discounts: [],
      taxes,
      totalMinor: this.minor(order.total_price, ['total_price']),
      roundingMinor: 0,
      at: { lines: ['line_items'], taxes: ['tax_lines'], total: ['total_price'] },
    };
    return { ...document, discounts: this.unallocated(document) };
  }

  private line(line: ShopifyLine, at: Path): ShopLine {
    const quantity = String(line.quantity);
    const discounts = this.discounts(line, at);
    const price = this.minor(line.price, [...at, 'price']);
    const before = Number.isInteger(line.quantity) ? price * line.quantity : NaN;
    if (!Number.isSafeInteger(before) || line.quantity <= 0) {
      this.findings.add([...at, 'quantity'], 'invalid-quantity', 'Expected a whole number above 0.');
    }
    const amountMinor = (Number.isSafeInteger(before) ? before : 0) - sumOf(discounts);
    if (amountMinor < 0) this.findings.add(at, 'negative-amount', 'The discounts are more than the price.');
    return {
      articleId: this.article(line),
      name: plainText(line.name) || plainText(line.title) || '-',
      quantity,
      unitCode: this.mapping.unitCode,
      unitPrice: line.price,
      discounts,
      at,
      amountMinor,
      ...this.taxOf(line.tax_lines, [...at, 'tax_lines']),
    };
  }

  private charge(shipping: ShopifyShipping, at: Path): ShopCharge {
    const price = this.minor(shipping.price, [...at, 'price']);
    return {
      reason: plainText(shipping.title) || 'shipping',
      amountMinor: price - sumOf(this.allocations(shipping.discount_allocations, at)),
      ...this.taxOf(shipping.tax_lines, [...at, 'tax_lines']),
    };
  }

  /** What the allocations take off a line; a line that was never allocated to tells its discount itself. */
  private discounts(line: ShopifyLine, at: Path): readonly AllowanceOrCharge[] {
    const allocated = this.allocations(line.discount_allocations, at);
    if (allocated.length > 0 || line.total_discount == null) return allocated;
    const amountMinor = this.minor(line.total_discount, [...at, 'total_discount']);
    return amountMinor === 0 ? [] : [{ reason: this.reason, amountMinor, tax: null }];
  }

  private allocations(allocations: ShopifyLine['discount_allocations'], at: Path): AllowanceOrCharge[] {
    return allocations
      .map(({ amount }, index) => this.minor(amount, [...at, 'discount_allocations', index, 'amount']))
      .filter((amountMinor) => amountMinor !== 0)
      .map((amountMinor) => ({ reason: this.reason, amountMinor, tax: null }));
  }

  /** A discount on the whole order, where it is what the parts are more than the total. */
  private unallocated({ lines, charges, taxes, totalMinor, pricesIncludeTax }: ShopDocument): AllowanceOrCharge[] {
    const { order } = this;
    const told = this.minor(order.total_discounts, ['total_discounts']);
    const allocated = [
      ...lines.flatMap(({ discounts }) => discounts),
      ...order.shipping_lines.flatMap((shipping, index) =>
        this.allocations(shipping.discount_allocations, ['shipping_lines', index]),
      ),
    ];
    const onTop = pricesIncludeTax ? 0 : sumMinor(taxes.map(({ taxMinor }) => taxMinor));
    const surplus = sumOf(lines) + sumOf(charges) + onTop - totalMinor;
    const amountMinor = told - sumOf(allocated);
    return amountMinor > 0 && surplus === amountMinor ? [{ reason: this.reason, amountMinor, tax: null }] : [];
  }

  private article({ sku, variant_id, product_id }: ShopifyLine): string {
    const known = plainText(sku);
    if (known !== '') return known;
    const ofVendor = variant_id ?? product_id;
    return this.mapping.articleWithoutSku === 'product-id' && ofVendor ? ofVendor : '';
  }

  private taxOf(
    taxLines: readonly ShopifyTaxLine[],
    at: Path,
  ): { readonly taxMinor: number; readonly tax: TaxRate | undefined } {
    const told = taxLines.map(({ rate, price }, index) => ({
      tax: this.rate(rate, [...at, index, 'rate']),
      taxMinor: this.minor(price, [...at, index, 'price']),
    }));
    const charged = told.filter(({ taxMinor }) => taxMinor !== 0);
    const meant = charged.length > 0 ? charged : told;
    if (new Set(meant.map(({ tax }) => rateKey(tax))).size > 1) {
      this.findings.add(at, 'several-taxes', 'A line can have one tax only.');
    }
    return { tax: meant[0]?.tax, taxMinor: sumMinor(meant.map(({ taxMinor }) => taxMinor)) };
  }

  private rate(share: number, at: Path): TaxRate {
    const zero = taxRateOf('0', this.mapping);
    return this.findings.check(at, zero, () => taxRateOf(percentOfShare(share), this.mapping));
  }

  private minor(text: string, at: Path): number {
    const minor = this.findings.check(at, 0, () => minorOf(text, this.order.currency));
    if (minor < 0) this.findings.add(at, 'negative-amount', 'Expected 0 or more.');
    return minor;
  }
}

function sumOf(parts: readonly { readonly amountMinor: number }[]): number {
  return sumMinor(parts.map(({ amountMinor }) => amountMinor));
}
