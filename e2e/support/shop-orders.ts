import { decimal, taxIn } from './kurus.js';

/** What a customer of a web shop wants, and how far the order is. */
export interface ShopWish {
  /** Price of the one article, in kuruş with 20 % tax; two are bought. */
  readonly price?: bigint;
  readonly payment?: 'card' | 'transfer';
  readonly paid?: boolean;
  readonly cancelled?: boolean;
  readonly test?: boolean;
  /** VKN of a company that buys. */
  readonly taxId?: string;
  readonly company?: string;
  /** Counts the changes of an order: each makes it a second newer. */
  readonly change?: number;
}

const RATE = 20n;
const QUANTITY = 2n;
const SHIPPING = 3_990n;
const PLACED = Date.now() - 3_600_000;

const customer = { first: 'Defne', last: 'Örnek', street: 'Bağdat Cad. 1', city: 'İstanbul', zip: '34710', mail: 'defne@example.com' };

/** The gross total of an order, in kuruş. */
export const grossOf = ({ price = 24_990n }: ShopWish): bigint => price * QUANTITY + SHIPPING;

/** A Shopify order resource (Admin API 2026-10) with tax in the prices. */
export function shopifyOrder(number: number, wish: ShopWish): object {
  const { price = 24_990n, payment = 'card', paid = true, cancelled = false, test = false, taxId, company } = wish;
  const address = {
    first_name: customer.first, last_name: customer.last, name: `${customer.first} ${customer.last}`, company: company ?? null,
    address1: customer.street, address2: null, city: customer.city, province: 'Kadıköy', zip: customer.zip, country_code: 'TR', phone: null,
  };
  const line = taxIn(price * QUANTITY, RATE);
  const shipping = taxIn(SHIPPING, RATE);
  const gross = grossOf(wish);
  return {
    id: 6_200_000_000_000 + number, name: `#${number}`, order_number: number, test, currency: 'TRY', presentment_currency: 'TRY',
    created_at: instant(0), processed_at: instant(0), updated_at: instant(wish.change ?? 0),
    cancelled_at: cancelled ? instant(wish.change ?? 0) : null, cancel_reason: cancelled ? 'customer' : null,
    financial_status: paid ? 'paid' : 'pending', fulfillment_status: null, confirmed: true,
    payment_gateway_names: [payment === 'card' ? 'iyzico' : 'Bank Deposit'],
    taxes_included: true, tax_exempt: false, email: customer.mail, contact_email: customer.mail, source_name: 'web',
    note_attributes: taxId ? [{ name: 'vkn', value: taxId }, { name: 'vergi_dairesi', value: 'Kadıköy' }] : [],
    billing_address: address, shipping_address: address,
    customer: { id: 7_400_000_000_001, email: customer.mail, first_name: customer.first, last_name: customer.last },
    line_items: [{
      id: 14_800_000_000_001, sku: 'ZYT-500', title: 'Zeytinyağı 500 ml', name: 'Zeytinyağı 500 ml', variant_title: null, quantity: Number(QUANTITY),
      current_quantity: Number(QUANTITY), price: decimal(price), total_discount: '0.00', taxable: true, gift_card: false, product_id: 8_061_000_000_001,
      requires_shipping: true, tax_lines: [taxLine(line)], discount_allocations: [], properties: [],
    }],
    shipping_lines: [{
      id: 5_100_000_000_001, title: 'Standart', code: 'Standart', price: decimal(SHIPPING), discounted_price: decimal(SHIPPING), is_removed: false,
      tax_lines: [taxLine(shipping)], discount_allocations: [],
    }],
    tax_lines: [taxLine(line + shipping)], discount_codes: [], discount_applications: [], refunds: [], fulfillments: [],
    subtotal_price: decimal(price * QUANTITY), total_line_items_price: decimal(price * QUANTITY), total_discounts: '0.00',
    total_tax: decimal(line + shipping), total_price: decimal(gross), current_total_price: decimal(gross),
    total_outstanding: paid ? '0.00' : decimal(gross), total_tip_received: '0.00',
  };
}

/** A WooCommerce order resource (REST API v3) without tax in the prices of its lines, as that API always tells them. */
export function woocommerceOrder(number: number, wish: ShopWish): object {
  const { price = 24_990n, payment = 'card', paid = true, cancelled = false, taxId, company } = wish;
  const gross = price * QUANTITY;
  const tax = taxIn(gross, RATE);
  const shippingTax = taxIn(SHIPPING, RATE);
  const unpaid = payment === 'transfer' ? 'on-hold' : 'pending';
  const address = {
    first_name: customer.first, last_name: customer.last, company: company ?? '', address_1: customer.street, address_2: '', city: customer.city,
    state: 'TR34', postcode: customer.zip, country: 'TR', phone: '',
  };
  return {
    id: number, number: String(number), parent_id: 0, order_key: `wc_order_${number}`, created_via: 'checkout', version: '10.3.0',
    status: cancelled ? 'cancelled' : paid ? 'processing' : unpaid, currency: 'TRY', prices_include_tax: true,
    date_created_gmt: instant(0).slice(0, 19), date_modified_gmt: instant(wish.change ?? 0).slice(0, 19),
    date_paid_gmt: paid ? instant(0).slice(0, 19) : null, date_completed_gmt: null,
    discount_total: '0.00', discount_tax: '0.00', shipping_total: decimal(SHIPPING - shippingTax), shipping_tax: decimal(shippingTax),
    cart_tax: decimal(tax), total: decimal(gross + SHIPPING), total_tax: decimal(tax + shippingTax), customer_id: 42,
    payment_method: payment === 'card' ? 'iyzico' : 'bacs', payment_method_title: '', transaction_id: paid ? '98765432' : '',
    billing: { ...address, email: customer.mail }, shipping: address,
    meta_data: taxId ? [{ id: 1, key: '_billing_vkn', value: taxId }, { id: 2, key: '_billing_vergi_dairesi', value: 'Kadıköy' }] : [],
    line_items: [{
      id: 1, name: 'Kahve 250 g', product_id: 101, variation_id: 0, quantity: Number(QUANTITY), sku: 'KHV-250', tax_class: '', meta_data: [],
      subtotal: decimal(gross - tax), subtotal_tax: decimal(tax), total: decimal(gross - tax), total_tax: decimal(tax),
      taxes: [{ id: 1, total: decimal(tax), subtotal: decimal(tax) }], price: Number(gross - tax) / Number(QUANTITY) / 100,
    }],
    tax_lines: [{
      id: 11, rate_code: 'TR-KDV-20', rate_id: 1, label: 'KDV %20', compound: false, rate_percent: 20, meta_data: [],
      tax_total: decimal(tax), shipping_tax_total: decimal(shippingTax),
    }],
    shipping_lines: [{
      id: 21, method_title: 'Kargo', method_id: 'flat_rate', instance_id: '1', total: decimal(SHIPPING - shippingTax), total_tax: decimal(shippingTax),
      taxes: [{ id: 1, total: decimal(shippingTax), subtotal: '' }], meta_data: [],
    }],
    fee_lines: [], coupon_lines: [], refunds: [],
  };
}

/** An order in the form that Kervan documents for Standard Webhooks senders, with tax in the prices. */
export function standardOrder(number: number, wish: ShopWish): object {
  const { price = 24_990n, payment = 'card', paid = true } = wish;
  const gross = grossOf(wish);
  const tax = taxIn(gross, RATE);
  return {
    type: 'order.placed',
    timestamp: instant(0),
    data: {
      orderNumber: String(number), version: 1 + (wish.change ?? 0), placedAt: instant(0), currency: 'TRY', pricesIncludeTax: true,
      lines: [{ articleId: 'ZYT-500', name: 'Zeytinyağı 500 ml', quantity: String(QUANTITY), unitPrice: decimal(price), amount: decimal(price * QUANTITY), taxRate: '20' }],
      charges: [{ reason: 'Kargo', amount: decimal(SHIPPING), taxRate: '20' }],
      taxes: [{ rate: '20', taxable: decimal(gross - tax), tax: decimal(tax) }],
      totals: { net: decimal(gross - tax), tax: decimal(tax), gross: decimal(gross) },
      buyer: {
        firstName: customer.first, familyName: customer.last, email: customer.mail,
        address: { street: customer.street, city: customer.city, district: 'Kadıköy', postalCode: customer.zip, countryCode: 'TR' },
      },
      payments: [{ method: payment, amount: decimal(gross), status: paid ? 'captured' : 'due' }],
    },
  };
}

function taxLine(kurus: bigint): object {
  return { title: 'KDV %20', rate: 0.2, price: decimal(kurus), channel_liable: false };
}

function instant(change: number): string {
  return new Date(PLACED + change * 1_000).toISOString();
}
