import { withCardNumberMasked } from '@kervan/commerce';
import {
  address,
  amount,
  buyerFields,
  currency,
  discount,
  gtin,
  identifier,
  instant,
  rateField,
  text,
} from '@kervan/ingress';
import { coded } from '@kervan/service-host';
import { z } from 'zod';

const rate = rateField('invalid-rate');

const line = z.strictObject({
  articleId: identifier,
  gtin: gtin.optional(),
  name: text,
  quantity: z.string({ error: coded('invalid-quantity', 'a decimal string above 0 of at most 6 places') }).max(20),
  /** UN/ECE Recommendation 20; by default the shop's own. */
  unitCode: z.string().max(3).optional(),
  unitPrice: amount,
  discounts: z.array(discount).max(20).default([]),
  amount,
  taxRate: rate,
});

const buyer = z.strictObject({ ...buyerFields, company: text.optional(), phone: text.optional() });

const version = z
  .number({ error: coded('invalid-number', 'a whole number from 1 that rises with every change') })
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER - 1);

const orderPlaced = z.strictObject({
  orderNumber: identifier,
  version,
  placedAt: instant,
  currency,
  pricesIncludeTax: z.boolean(),
  lines: z
    .array(line)
    .min(1, { error: coded('lines-missing', 'at least one line') })
    .max(10_000),
  discounts: z.array(discount).max(20).default([]),
  charges: z
    .array(z.strictObject({ reason: text, amount, taxRate: rate }))
    .max(20)
    .default([]),
  taxes: z
    .array(z.strictObject({ rate, taxable: amount, tax: amount }))
    .min(1)
    .max(20),
  totals: z.strictObject({ net: amount, tax: amount, gross: amount }),
  buyer: buyer.optional(),
  deliverTo: address.optional(),
  payments: z
    .array(
      z.strictObject({
        method: identifier,
        amount,
        status: z.enum(['captured', 'due']).default('captured'),
        reference: identifier.overwrite(withCardNumberMasked).optional(),
        dueDate: z.iso.date({ error: coded('invalid-date', 'a date') }).optional(),
      }),
    )
    .max(20),
  /** Starts nothing. */
  test: z.boolean().default(false),
});

const orderCancelled = z.strictObject({
  orderNumber: identifier,
  /** Of the order as it is cancelled; left out, nothing newer comes of it. */
  version: version.optional(),
  reason: text.default('cancelled in the shop'),
  cancelledAt: instant.optional(),
});

/** The types of a Standard Webhooks sender that tell of an order. */
export const StandardType = { placed: 'order.placed', cancelled: 'order.cancelled' } as const;

const envelope = { timestamp: instant.optional() };

/** `order.placed`: a paid order, or one to be paid by transfer, in our own form; amounts are decimal strings. */
export const standardPlaced = z.strictObject({ ...envelope, type: z.literal(StandardType.placed), data: orderPlaced });

/** `order.cancelled`: the shop takes an order back. */
export const standardCancelled = z.strictObject({
  ...envelope,
  type: z.literal(StandardType.cancelled),
  data: orderCancelled,
});

/** What a Standard Webhooks sender sends, for the OpenAPI page. */
export const standardPayload = z.discriminatedUnion('type', [standardPlaced, standardCancelled]);

export type StandardOrder = z.output<typeof orderPlaced>;
