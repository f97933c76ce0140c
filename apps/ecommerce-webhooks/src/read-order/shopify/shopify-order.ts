import { instant } from '@kervan/ingress';
import { coded } from '@kervan/service-host';
import { z } from 'zod';
import { amount, listOf, optionalText, vendorId } from '../fields.js';

/** The topics of Shopify that tell of an order; each sends the whole order. */
export const SHOPIFY_TOPICS: readonly string[] = ['orders/create', 'orders/updated', 'orders/paid', 'orders/cancelled'];

/** What tells which order it is and how far it has come. */
export const shopifyHead = z.looseObject({
  id: vendorId,
  order_number: vendorId.optional(),
  name: optionalText,
  created_at: instant,
  processed_at: instant.nullish(),
  updated_at: instant,
  cancelled_at: instant.nullish(),
  cancel_reason: optionalText,
  financial_status: optionalText,
  payment_gateway_names: listOf(z.string()),
  test: z.boolean().default(false),
});

const taxLine = z.looseObject({
  price: amount,
  rate: z.number({ error: coded('invalid-rate', 'a tax rate as a share of 1') }),
});

const allocation = z.looseObject({ amount });

const line = z.looseObject({
  product_id: vendorId.nullish(),
  variant_id: vendorId.nullish(),
  sku: optionalText,
  name: optionalText,
  title: z.string({ error: coded('invalid-text', 'the name of the article') }),
  quantity: z.number({ error: coded('invalid-quantity', 'a number') }),
  price: amount,
  total_discount: amount.nullish(),
  discount_allocations: listOf(allocation),
  tax_lines: listOf(taxLine),
});

const shipping = z.looseObject({
  title: optionalText,
  price: amount,
  discount_allocations: listOf(allocation),
  tax_lines: listOf(taxLine),
  is_removed: z.boolean().default(false),
});

const address = z.looseObject({
  first_name: optionalText,
  last_name: optionalText,
  company: optionalText,
  address1: optionalText,
  address2: optionalText,
  city: optionalText,
  province: optionalText,
  zip: optionalText,
  country_code: optionalText,
  phone: optionalText,
});

/** An order of Shopify's Admin REST API, as far as it matters here. */
export const shopifyOrder = shopifyHead.extend({
  currency: z.string({ error: coded('unknown-currency', 'a code of ISO 4217') }),
  taxes_included: z.boolean({ error: coded('invalid-field', 'true or false') }),
  total_price: amount,
  total_discounts: amount.default('0'),
  discount_codes: listOf(z.looseObject({ code: z.string() })),
  tax_lines: listOf(taxLine),
  line_items: listOf(line),
  shipping_lines: listOf(shipping),
  billing_address: address.nullish(),
  shipping_address: address.nullish(),
  email: optionalText,
  phone: optionalText,
  note_attributes: listOf(z.looseObject({ name: z.string(), value: z.unknown() })),
});

export type ShopifyHead = z.output<typeof shopifyHead>;
export type ShopifyOrder = z.output<typeof shopifyOrder>;
export type ShopifyLine = ShopifyOrder['line_items'][number];
export type ShopifyShipping = ShopifyOrder['shipping_lines'][number];
export type ShopifyTaxLine = z.output<typeof taxLine>;
export type ShopifyAddress = z.output<typeof address>;
