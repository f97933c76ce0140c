import { fromKurus, sumOf } from '../money.js';
import { type Customer } from './customer.js';
import { type PricedLine, type PricedOrder, type TaxOfRate } from './order-arithmetic.js';
import { inTurkey, isPaid, type Moment, type ShopOrder } from './shop-order.js';

const VERSION = '10.3.0';

/** The numbers of the provinces, as WooCommerce names them. */
const PLATES: Readonly<Record<string, string>> = {
  Adana: '01',
  Ankara: '06',
  Antalya: '07',
  Bursa: '16',
  Gaziantep: '27',
  İstanbul: '34',
  İzmir: '35',
  Konya: '42',
  Trabzon: '61',
};

/** An order as the body of a WooCommerce webhook (REST API v3 order) at one of its moments; line amounts are net. */
export function woocommercePayload(order: ShopOrder, moment: Moment): object {
  const { number, customer, priced, payment } = order;
  const { stage, placedAt, changedAt } = moment;
  const paid = isPaid(order, moment);
  const paidAt = paid ? (payment === 'card' ? placedAt : changedAt) : undefined;
  const completedAt = stage === 'changed' && paid ? changedAt : undefined;
  const sums = sumsOf(priced);
  return {
    id: number,
    parent_id: 0,
    status: statusOf(order, moment),
    currency: 'TRY',
    version: VERSION,
    prices_include_tax: priced.taxIncluded,
    date_created: inTurkey(placedAt),
    date_modified: inTurkey(changedAt),
    discount_total: fromKurus(sums.discount),
    discount_tax: fromKurus(sums.discountTax),
    shipping_total: fromKurus(priced.shipping.net),
    shipping_tax: fromKurus(priced.shipping.tax),
    cart_tax: fromKurus(priced.tax - priced.shipping.tax),
    total: fromKurus(priced.gross),
    total_tax: fromKurus(priced.tax),
    customer_id: 0,
    order_key: `wc_order_${number}`,
    billing: { ...addressOf(customer), email: customer.email, phone: customer.phone },
    shipping: { ...addressOf(customer), company: '', phone: customer.phone },
    payment_method: payment === 'transfer' ? 'bacs' : 'iyzico',
    payment_method_title: payment === 'transfer' ? 'Havale / EFT' : 'Kredi kartı',
    transaction_id: paid ? `${98_000_000 + number}` : '',
    customer_ip_address: '203.0.113.8',
    customer_user_agent: 'Mozilla/5.0',
    created_via: 'checkout',
    customer_note: '',
    date_completed: completedAt ? inTurkey(completedAt) : null,
    date_paid: paidAt ? inTurkey(paidAt) : null,
    cart_hash: `${number}`,
    number: String(number),
    meta_data: metaDataOf(customer, number),
    line_items: priced.lines.map((line, index) => lineItem(line, index + 1)),
    tax_lines: priced.taxes.map((tax, index) => taxLine(tax, priced, index + 11)),
    shipping_lines: priced.shipping.amount > 0n ? [shippingLine(priced)] : [],
    fee_lines: [],
    coupon_lines: sums.discount > 0n ? [couponLine(priced.couponPercent, sums)] : [],
    refunds: [],
    payment_url: '',
    is_editable: false,
    needs_payment: !paid && stage !== 'cancelled',
    needs_processing: true,
    date_created_gmt: gmt(placedAt),
    date_modified_gmt: gmt(changedAt),
    date_completed_gmt: completedAt ? gmt(completedAt) : null,
    date_paid_gmt: paidAt ? gmt(paidAt) : null,
    currency_symbol: '₺',
    _links: { self: [{ href: `https://ev.example/wp-json/wc/v3/orders/${number}` }] },
  };
}

function statusOf(order: ShopOrder, moment: Moment): string {
  if (moment.stage === 'cancelled') return 'cancelled';
  if (order.test) return 'checkout-draft';
  if (order.payment === 'transfer') return 'on-hold';
  if (!isPaid(order, moment)) return 'pending';
  return moment.stage === 'changed' ? 'completed' : 'processing';
}

interface Sums {
  readonly discount: bigint;
  readonly discountTax: bigint;
}

function sumsOf({ lines }: PricedOrder): Sums {
  return {
    discount: sumOf(lines.map(({ beforeDiscount, charged }) => beforeDiscount.net - charged.net)),
    discountTax: sumOf(lines.map(({ beforeDiscount, charged }) => beforeDiscount.tax - charged.tax)),
  };
}

function lineItem({ product, quantity, beforeDiscount, charged }: PricedLine, id: number): object {
  const tax = { total: fromKurus(charged.tax), subtotal: fromKurus(beforeDiscount.tax) };
  return {
    id,
    name: product.name,
    product_id: 100 + id,
    variation_id: 0,
    quantity: Number(quantity),
    tax_class: taxClassOf(product.taxRate),
    subtotal: fromKurus(beforeDiscount.net),
    subtotal_tax: tax.subtotal,
    total: fromKurus(charged.net),
    total_tax: tax.total,
    taxes: [{ id: rateIdOf(product.taxRate), ...tax }],
    meta_data: [],
    sku: product.sku,
    price: Number(charged.net) / 100 / Number(quantity),
    image: { id: '', src: '' },
    parent_name: null,
  };
}

function taxLine({ rate, tax }: TaxOfRate, { shipping }: PricedOrder, id: number): object {
  const ofShipping = rate === shipping.rate ? shipping.tax : 0n;
  return {
    id,
    rate_code: `TR-KDV-${rate}`,
    rate_id: rateIdOf(rate),
    label: `KDV %${rate}`,
    compound: false,
    tax_total: fromKurus(tax - ofShipping),
    shipping_tax_total: fromKurus(ofShipping),
    rate_percent: rate,
    meta_data: [],
  };
}

function shippingLine({ shipping: { rate, net, tax } }: PricedOrder): object {
  return {
    id: 21,
    method_title: 'Kargo',
    method_id: 'flat_rate',
    instance_id: '1',
    total: fromKurus(net),
    total_tax: fromKurus(tax),
    taxes: [{ id: rateIdOf(rate), total: fromKurus(tax), subtotal: '' }],
    tax_status: 'taxable',
    meta_data: [],
  };
}

function couponLine(percent: number, { discount, discountTax }: Sums): object {
  return {
    id: 31,
    code: `sonbahar${percent}`,
    discount: fromKurus(discount),
    discount_tax: fromKurus(discountTax),
    meta_data: [],
    discount_type: 'percent',
    nominal_amount: percent,
    free_shipping: false,
  };
}

/** WooCommerce has no field of its own for a tax number: a plug-in keeps it as meta data of the order. */
function metaDataOf({ company, personId }: Customer, number: number): object[] {
  const given = [
    ['_billing_vkn', company?.taxId],
    ['_billing_vergi_dairesi', company?.taxOffice],
    ['_billing_tckn', personId],
    ['is_vat_exempt', 'no'],
  ] as const;
  return given.flatMap(([key, value], index) => {
    return value === undefined ? [] : [{ id: number * 10 + index, key, value }];
  });
}

function addressOf({ firstName, familyName, company, street, district, city, postalCode }: Customer): object {
  return {
    first_name: firstName,
    last_name: familyName,
    company: company?.name ?? '',
    address_1: street,
    address_2: district,
    city,
    state: `TR${PLATES[city] ?? '34'}`,
    postcode: postalCode,
    country: 'TR',
  };
}

function rateIdOf(rate: number): number {
  return { 20: 1, 10: 2, 1: 3 }[rate] ?? 0;
}

function taxClassOf(rate: number): string {
  return { 20: '', 10: 'indirimli', 1: 'temel-gida' }[rate] ?? '';
}

function gmt(instant: Date): string {
  return instant.toISOString().slice(0, 19);
}
