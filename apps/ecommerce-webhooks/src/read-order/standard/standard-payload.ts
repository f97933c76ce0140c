import { coded } from '@kervan/service-host';
import { z } from 'zod';

const expectedText = '1 to 200 characters, none of them a control character';
const expectedAmount = 'a decimal string with a point and no sign, such as "49.90"';
const expectedRate = 'a rate in percent as a decimal string, such as "20"';
const expectedNumber = 'letters, digits and . _ / -, at most 64';

const text = z
  .string({ error: coded('invalid-text', expectedText) })
  .regex(/^\P{Cc}{1,200}$/u, { error: coded('invalid-text', expectedText) })
  .refine((value) => value.trim() !== '', { error: coded('invalid-text', expectedText) });

const identifier = z
  .string({ error: coded('invalid-identifier', expectedNumber) })
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u, { error: coded('invalid-identifier', expectedNumber) });

const amount = z
  .string({ error: coded('invalid-amount', expectedAmount) })
  .regex(/^(?:0|[1-9]\d{0,14})(?:\.\d{1,8})?$/, { error: coded('invalid-amount', expectedAmount) });

const rate = z
  .string({ error: coded('invalid-rate', expectedRate) })
  .regex(/^(?:0|[1-9]\d?|100)(?:\.\d{1,4})?$/, { error: coded('invalid-rate', expectedRate) });

const instant = z.iso.datetime({ offset: true, error: coded('invalid-date', 'an ISO 8601 instant with its zone') });
const discount = z.strictObject({ reason: text, amount });

const line = z.strictObject({
  articleId: identifier,
  gtin: z
    .string()
    .regex(/^\d{8}$|^\d{12,14}$/, { error: coded('invalid-identifier', '8, 12, 13 or 14 digits') })
    .optional(),
  name: text,
  quantity: z.string({ error: coded('invalid-quantity', 'a decimal string above 0 of at most 6 places') }).max(20),
  /** UN/ECE Recommendation 20; by default the shop's own. */
  unitCode: z.string().max(3).optional(),
  unitPrice: amount,
  discounts: z.array(discount).max(20).default([]),
  amount,
  taxRate: rate,
});

const address = z.strictObject({
  street: text,
  district: text.optional(),
  city: text,
  postalCode: identifier.optional(),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: coded('invalid-identifier', 'an ISO 3166-1 code of two letters') }),
});

const buyer = z.strictObject({
  firstName: text.optional(),
  familyName: text.optional(),
  company: text.optional(),
  taxId: z
    .string()
    .regex(/^[A-Za-z0-9]{5,20}$/, { error: coded('invalid-identifier', '5 to 20 letters or digits') })
    .optional(),
  taxOffice: text.optional(),
  address: address.optional(),
  email: z
    .email({ error: coded('invalid-text', 'an e-mail address') })
    .max(254)
    .optional(),
  phone: text.optional(),
});

const version = z
  .number({ error: coded('invalid-number', 'a whole number from 1 that rises with every change') })
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER - 1);

const orderPlaced = z.strictObject({
  orderNumber: identifier,
  version,
  placedAt: instant,
  currency: z.string({ error: coded('unknown-currency', 'an ISO 4217 code') }).regex(/^[A-Z]{3}$/, {
    error: coded('unknown-currency', 'an ISO 4217 code of three letters'),
  }),
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
        reference: identifier.optional(),
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
