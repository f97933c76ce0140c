import { coded } from '@kervan/service-host';
import { z } from 'zod';
import { exampleSale } from './example-sale.js';

/** More lines than this are refused before any of them is read. */
export const MAX_LINES = 10_000;

const TEXT_LENGTH = 200;
const expectedText = `1 to ${TEXT_LENGTH} characters, none of them a control character`;
const expectedAmount = 'a decimal string with a point and no sign, such as "49.90"';
const expectedQuantity = 'a decimal string above 0 of at most 6 places, such as "2" or "0.350"';

/** Words for people: any script, emoji and direction marks included; no control characters (Unicode Cc). */
const text = z
  .string({ error: coded('invalid-text', expectedText) })
  .regex(/^\P{Cc}{1,200}$/u, { error: coded('invalid-text', expectedText) })
  .refine((value) => value.trim() !== '', { error: coded('invalid-text', expectedText) });

const identifier = z
  .string({ error: coded('invalid-identifier', 'letters, digits and . _ / -, at most 64') })
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u, {
    error: coded('invalid-identifier', 'letters, digits and . _ / -, at most 64'),
  });

const numberPart = (most: number): z.ZodType<number, number> =>
  z
    .number({ error: coded('invalid-number', 'a whole number') })
    .int({ error: coded('invalid-number', 'a whole number') })
    .min(1, { error: coded('invalid-number', 'a whole number from 1') })
    .max(most, { error: coded('invalid-number', `a whole number of at most ${most}`) });

const plain = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,8})?$/;

const amount = z
  .string({ error: coded('invalid-amount', expectedAmount) })
  .regex(plain, { error: coded('invalid-amount', expectedAmount) });

const quantity = z
  .string({ error: coded('invalid-quantity', expectedQuantity) })
  .regex(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/, { error: coded('invalid-quantity', expectedQuantity) })
  .refine((value) => /[1-9]/.test(value), { error: coded('invalid-quantity', expectedQuantity) });

const rate = z
  .string({ error: coded('tax-mismatch', 'a rate in percent as a decimal string, such as "20"') })
  .regex(/^(?:0|[1-9]\d?|100)(?:\.\d{1,4})?$/, { error: coded('tax-mismatch', 'a rate in percent, such as "20"') });

const discount = z.strictObject({ reason: text, amount });

/** Why a rate is 0: code and words of the tax authority's list. */
const exemptionCode = z
  .string({ error: coded('invalid-identifier', 'the code of an exemption, such as "351"') })
  .regex(/^\d{3}$/, { error: coded('invalid-identifier', 'the code of an exemption, such as "351"') })
  .optional();

const line = z.strictObject({
  articleId: identifier,
  gtin: z
    .string()
    .regex(/^\d{8}$|^\d{12,14}$/, { error: coded('invalid-identifier', '8, 12, 13 or 14 digits') })
    .optional(),
  name: text,
  quantity,
  unitCode: z.string({ error: coded('unknown-unit', 'a UN/ECE Recommendation 20 code') }).max(3, {
    error: coded('unknown-unit', 'a UN/ECE Recommendation 20 code'),
  }),
  unitPrice: amount,
  discounts: z.array(discount).max(20).optional(),
  amount,
  taxRate: rate,
  exemptionCode,
  exemptionReason: text.optional(),
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
  name: text,
  firstName: text.optional(),
  familyName: text.optional(),
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
});

/**
 * A sale as a till sends it. Unknown fields are refused; amounts, quantities and rates are decimal strings, never JSON
 * numbers, which receivers round.
 */
export const saleRequest = z.strictObject({
  branch: identifier,
  till: identifier,
  zNumber: numberPart(2_147_483_647),
  receiptNumber: numberPart(2_147_483_647),
  soldAt: z.iso.datetime({ offset: true, error: coded('invalid-date', 'an ISO 8601 instant with its zone') }),
  currency: z.string({ error: coded('unknown-currency', 'an ISO 4217 code') }).regex(/^[A-Z]{3}$/, {
    error: coded('unknown-currency', 'an ISO 4217 code of three letters'),
  }),
  pricesIncludeTax: z.boolean(),
  lines: z
    .array(z.unknown(), { error: coded('invalid-field', 'an array of lines') })
    .max(MAX_LINES, { error: coded('too-many-lines', `at most ${MAX_LINES} lines`), abort: true })
    .pipe(z.array(line).min(1, { error: coded('invalid-field', 'at least one line') })),
  discounts: z.array(discount).max(20).optional(),
  taxes: z
    .array(z.strictObject({ rate, exemptionCode, taxable: amount, tax: amount }))
    .min(1)
    .max(20),
  totals: z.strictObject({ net: amount, tax: amount, gross: amount }),
  payments: z
    .array(
      z.strictObject({
        method: identifier,
        amount,
        status: z.enum(['captured', 'due']).optional(),
        reference: identifier.optional(),
      }),
    )
    .max(20),
  invoice: z.strictObject({ requested: z.boolean(), buyer: buyer.optional() }).optional(),
}).meta({ example: exampleSale });

export type SaleRequest = z.output<typeof saleRequest>;
