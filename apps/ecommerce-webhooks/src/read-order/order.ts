import {
  businessDate,
  decimalFromMinor,
  discrepancies,
  INVOICE_CURRENCY,
  isExemptionCode,
  minorFromDecimal,
  withoutZeros,
} from '@kervan/commerce';
import { Channel, FiscalDocument, type Order } from '@kervan/contracts';
import type { ShopProfile } from '../shop/shop-profile.js';
import type { Findings, Path } from './findings.js';
import type { OrderMoney } from './money.js';
import type { Sold } from './reading.js';
import type { ShopDocument } from './shop-document.js';

/** What of an order is the same whatever the vendor. */
export interface OrderHead {
  readonly orderNumber: string;
  readonly version: number;
  readonly placedAt: string;
  readonly currency: string;
  /** The number that the shop prints on it. */
  readonly shopOrder: string;
}

type OrderRest = OrderMoney & Pick<Order, 'buyer' | 'deliverTo' | 'payments'>;

/** A web shop's order in the canonical form: an invoice is due for it, and tells where it was bought. */
export function orderOf(
  { orderNumber, version, placedAt, currency, shopOrder }: OrderHead,
  { company, mode, zone, name, webSite }: ShopProfile,
  rest: OrderRest,
): Order {
  return {
    company,
    mode,
    channel: Channel.web_shop,
    source: `web shop ${name}`,
    orderNumber,
    version,
    placedAt,
    businessDate: businessDate(placedAt, zone),
    currency,
    fiscalDocument: FiscalDocument.invoice,
    references: [
      { type: 'web_site', value: webSite, issuedOn: null },
      { type: 'shop_order', value: shopOrder, issuedOn: null },
    ],
    ...rest,
  };
}

/**
 * Finds whatever does not add up in an order that is about to be placed, and a tax of 0 without a reason of the tax
 * authority's list: the invoice would be refused, and with it the order undone.
 */
export function checkInvoiceable(order: Order, findings: Findings, placeOf: (pointer: string) => Path): void {
  checkSums(order, findings, placeOf);
  for (const { tax } of order.taxes.filter(({ tax }) => tax.ratePercent === '0')) {
    if (tax.exemptionCode === null) {
      findings.add(placeOf('/taxes'), 'exemption-missing', "The shop's profile does not say why no tax is due.");
    } else if (!isExemptionCode(tax.exemptionCode)) {
      const detail = "The exemption of the shop's profile is none that an invoice may carry.";
      const expected = "a code 2xx or 3xx of the tax authority's list, such as 351";
      findings.add(placeOf('/taxes'), 'exemption-code-unknown', detail, { expected, actual: tax.exemptionCode });
    }
  }
}

/** Finds whatever does not add up. */
export function checkSums(sold: Sold, findings: Findings, placeOf: (pointer: string) => Path): void {
  for (const { pointer, code, expectedMinor, actualMinor } of discrepancies(sold)) {
    const [expected, actual] = [expectedMinor, actualMinor].map((minor) => decimalFromMinor(minor, sold.currency));
    findings.add(placeOf(pointer), code, 'It does not follow from the other amounts.', { expected, actual });
  }
}

/** Finds the lines of which nobody tells what article is sold. */
export function checkArticles({ lines }: ShopDocument, findings: Findings): void {
  for (const { at } of lines.filter(({ articleId }) => articleId === '')) {
    findings.add([...at, 'sku'], 'article-unknown', 'The line has no SKU.');
  }
}

/** An amount in minor units; zeros beyond the currency's places are nothing. @throws RuleBroken */
export function minorOf(text: string, currency: string): number {
  return minorFromDecimal(withoutZeros(text), currency);
}

/** Finds a currency other than the shop's, and one in which no invoice is written: it would be refused. */
export function checkCurrency(actual: string, expected: string, at: Path, findings: Findings): void {
  if (actual !== expected) {
    const told = /^[A-Za-z]{3}$/.test(actual) ? { actual } : {};
    findings.add(at, 'unexpected-currency', 'The shop sells in another currency.', { expected, ...told });
  } else if (actual !== INVOICE_CURRENCY) {
    const detail = 'No invoice is written in the currency that the shop sells in.';
    findings.add(at, 'currency-without-rate', detail, { expected: INVOICE_CURRENCY, actual });
  }
}
