import { hasPlainYear } from '@kervan/ingress';
import { coded } from '@kervan/service-host';
import { z } from 'zod';
import { amount, listOf, optionalText, orderNumber, vendorId } from '../fields.js';

/** The topics of WooCommerce that tell of an order; a deleted one sends its id alone. */
export const WOOCOMMERCE_TOPICS: readonly string[] = [
  'order.created',
  'order.updated',
  'order.restored',
  'order.deleted',
];

/** WooCommerce tells UTC without saying so. */
const gmt = z
  .string({ error: coded('invalid-date', 'a date and time') })
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, { error: coded('invalid-date', 'a date and time without zone') })
  .transform((text) => `${text}Z`)
  .pipe(z.iso.datetime({ error: coded('invalid-date', 'a date and time of the calendar') }))
  .refine(hasPlainYear, { error: coded('invalid-date', 'a date in the years 1000 to 9999') });

/** What a deleted order sends. */
export const deletedOrder = z.strictObject({ id: vendorId });

/** What tells which order it is and how far it has come. */
export const woocommerceHead = z.looseObject({
  id: vendorId,
  number: orderNumber.optional(),
  status: z.string({ error: coded('invalid-field', 'the status of the order') }),
  date_created_gmt: gmt,
  date_modified_gmt: gmt,
  date_paid_gmt: gmt.nullish(),
  payment_method: z.string().default(''),
});

const tax = z.looseObject({ id: vendorId, total: z.union([z.string(), z.number()]).transform(String) });
const quantity = z.number({ error: coded('invalid-quantity', 'a number') });
const charged = { total: amount, total_tax: amount, taxes: listOf(tax) };

const line = z.looseObject({
  ...charged,
  name: z.string({ error: coded('invalid-text', 'the name of the article') }),
  product_id: z.union([z.number(), z.string()]).transform(String).nullish(),
  variation_id: z.union([z.number(), z.string()]).transform(String).nullish(),
  sku: optionalText,
  quantity,
  subtotal: amount,
  subtotal_tax: amount,
});

const address = z.looseObject({
  first_name: optionalText,
  last_name: optionalText,
  company: optionalText,
  address_1: optionalText,
  address_2: optionalText,
  city: optionalText,
  state: optionalText,
  postcode: optionalText,
  country: optionalText,
  email: optionalText,
  phone: optionalText,
});

/** An order of WooCommerce's REST API v3, as far as it matters here. */
export const woocommerceOrder = woocommerceHead.extend({
  currency: z.string({ error: coded('unknown-currency', 'a code of ISO 4217') }),
  prices_include_tax: z.boolean({ error: coded('invalid-field', 'true or false') }),
  total: amount,
  transaction_id: optionalText,
  tax_lines: listOf(
    z.looseObject({
      rate_id: vendorId,
      tax_total: amount,
      shipping_tax_total: amount.default('0'),
      rate_percent: z.number().nullish(),
    }),
  ),
  line_items: listOf(line),
  shipping_lines: listOf(z.looseObject({ ...charged, method_title: optionalText })),
  fee_lines: listOf(z.looseObject({ ...charged, name: optionalText })),
  coupon_lines: listOf(z.looseObject({ code: z.string() })),
  billing: address,
  shipping: address.nullish(),
  meta_data: listOf(z.looseObject({ key: z.string(), value: z.unknown() })),
});

export type WoocommerceHead = z.output<typeof woocommerceHead>;
export type WoocommerceOrder = z.output<typeof woocommerceOrder>;
export type WoocommerceLine = WoocommerceOrder['line_items'][number];
export type WoocommerceCharge = Pick<WoocommerceLine, 'total' | 'total_tax' | 'taxes'>;
export type WoocommerceAddress = z.output<typeof address>;
