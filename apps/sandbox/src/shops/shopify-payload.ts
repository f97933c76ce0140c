import { fromKurus, sumOf } from '../money.js';
import { type PricedLine, type TaxedAmount } from './order-arithmetic.js';
import { isPaid, withOffset, type Moment, type ShopOrder } from './shop-order.js';
import { type Customer } from './customer.js';

const CURRENCY = 'TRY';
const FIRST_ORDER_ID = 6_200_000_000_000;
const FIRST_LINE_ID = 14_800_000_000_000;

/** An order as the body of a Shopify webhook (Admin API order resource) at one of its moments. */
export function shopifyPayload(order: ShopOrder, moment: Moment): object {
  const { number, customer, priced, payment, test } = order;
  const id = FIRST_ORDER_ID + number;
  const cancelled = moment.stage === 'cancelled';
  const paid = isPaid(order, moment);
  const before = sumOf(priced.lines.map(({ beforeDiscount }) => beforeDiscount.amount));
  const discount = sumOf(priced.lines.map((line) => line.discount));
  const taxLines = priced.taxes.map(({ rate, tax }) => taxLine(rate, tax));
  const address = addressOf(customer);
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    app_id: 580111,
    cancel_reason: cancelled ? 'customer' : null,
    cancelled_at: cancelled ? withOffset(moment.changedAt) : null,
    closed_at: null,
    confirmed: true,
    contact_email: customer.email,
    created_at: withOffset(moment.placedAt),
    currency: CURRENCY,
    current_subtotal_price: fromKurus(before - discount),
    current_total_discounts: fromKurus(discount),
    current_total_price: fromKurus(priced.gross),
    current_total_tax: fromKurus(priced.tax),
    customer_locale: 'tr-TR',
    discount_codes:
      discount > 0n
        ? [{ code: `SONBAHAR${priced.couponPercent}`, amount: fromKurus(discount), type: 'percentage' }]
        : [],
    email: customer.email,
    estimated_taxes: false,
    financial_status: paid ? 'paid' : 'pending',
    fulfillment_status: null,
    name: `#${number}`,
    note: moment.stage === 'changed' ? 'Kapıcıya bırakılabilir.' : null,
    note_attributes: taxAttributesOf(customer),
    number: number - 1000,
    order_number: number,
    payment_gateway_names: [payment === 'transfer' ? 'Bank Deposit' : 'iyzico'],
    payment_terms: null,
    phone: null,
    presentment_currency: CURRENCY,
    processed_at: withOffset(moment.placedAt),
    refunds: [],
    source_name: 'web',
    subtotal_price: fromKurus(before - discount),
    subtotal_price_set: moneySet(before - discount),
    tags: moment.stage === 'changed' ? 'hediye paketi' : '',
    tax_exempt: false,
    tax_lines: taxLines,
    taxes_included: priced.taxIncluded,
    test,
    token: `token-of-${id}`,
    total_discounts: fromKurus(discount),
    total_discounts_set: moneySet(discount),
    total_line_items_price: fromKurus(before),
    total_line_items_price_set: moneySet(before),
    total_outstanding: fromKurus(paid ? 0n : priced.gross),
    total_price: fromKurus(priced.gross),
    total_price_set: moneySet(priced.gross),
    total_shipping_price_set: moneySet(priced.shipping.amount),
    total_tax: fromKurus(priced.tax),
    total_tax_set: moneySet(priced.tax),
    total_tip_received: '0.00',
    total_weight: 1500,
    updated_at: withOffset(moment.changedAt),
    user_id: null,
    billing_address: address,
    shipping_address: { ...address, company: null },
    customer: {
      id: 7_400_000_000_000 + number,
      email: customer.email,
      first_name: customer.firstName,
      last_name: customer.familyName,
      state: 'disabled',
      verified_email: true,
      tax_exempt: false,
      currency: CURRENCY,
    },
    discount_applications: discount > 0n ? [couponApplication(priced.couponPercent)] : [],
    fulfillments: [],
    line_items: priced.lines.map((line, index) => lineItem(line, FIRST_LINE_ID + number * 100 + index)),
    shipping_lines: priced.shipping.amount > 0n ? [shippingLine(priced.shipping, number)] : [],
  };
}

function lineItem({ product, quantity, charged, discount }: PricedLine, id: number): object {
  return {
    id,
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    current_quantity: Number(quantity),
    fulfillable_quantity: Number(quantity),
    fulfillment_service: 'manual',
    fulfillment_status: null,
    gift_card: false,
    grams: 500,
    name: product.name,
    price: fromKurus(product.price),
    price_set: moneySet(product.price),
    product_exists: true,
    product_id: id - 6_000_000_000_000,
    properties: [],
    quantity: Number(quantity),
    requires_shipping: true,
    sku: product.sku,
    taxable: true,
    title: product.name,
    total_discount: '0.00',
    total_discount_set: moneySet(0n),
    variant_id: id + 30_000_000_000_000,
    variant_inventory_management: 'shopify',
    variant_title: null,
    vendor: 'Örnek',
    tax_lines: [taxLine(charged.rate, charged.tax)],
    duties: [],
    discount_allocations:
      discount > 0n
        ? [{ amount: fromKurus(discount), amount_set: moneySet(discount), discount_application_index: 0 }]
        : [],
  };
}

function shippingLine({ amount, rate, tax }: TaxedAmount, number: number): object {
  return {
    id: 5_100_000_000_000 + number,
    carrier_identifier: null,
    code: 'Standart',
    discounted_price: fromKurus(amount),
    discounted_price_set: moneySet(amount),
    is_removed: false,
    price: fromKurus(amount),
    price_set: moneySet(amount),
    source: 'shopify',
    title: 'Standart',
    tax_lines: [taxLine(rate, tax)],
    discount_allocations: [],
  };
}

function taxLine(rate: number, tax: bigint): object {
  const price = fromKurus(tax);
  return { channel_liable: false, price, price_set: moneySet(tax), rate: rate / 100, title: `KDV %${rate}` };
}

function moneySet(kurus: bigint): object {
  const money = { amount: fromKurus(kurus), currency_code: CURRENCY };
  return { shop_money: money, presentment_money: money };
}

function couponApplication(percent: number): object {
  return {
    target_type: 'line_item',
    type: 'discount_code',
    value: `${percent}.0`,
    value_type: 'percentage',
    allocation_method: 'across',
    target_selection: 'all',
    code: `SONBAHAR${percent}`,
  };
}

/** Shopify has no field of its own for a tax number: the shop's checkout asks for it and keeps it as attributes. */
function taxAttributesOf({ company, personId }: Customer): object[] {
  if (company) {
    return [
      { name: 'vkn', value: company.taxId },
      { name: 'vergi_dairesi', value: company.taxOffice },
    ];
  }
  return personId === undefined ? [] : [{ name: 'tckn', value: personId }];
}

function addressOf({ firstName, familyName, company, street, district, city, postalCode, phone }: Customer): object {
  return {
    first_name: firstName,
    last_name: familyName,
    address1: street,
    address2: null,
    phone,
    city,
    zip: postalCode,
    province: district,
    country: 'Turkey',
    company: company?.name ?? null,
    latitude: null,
    longitude: null,
    name: `${firstName} ${familyName}`,
    country_code: 'TR',
    province_code: null,
  };
}
