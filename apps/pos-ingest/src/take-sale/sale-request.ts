import { withCardNumberMasked } from '@kervan/commerce';
import { amount, buyerFields, currency, discount, gtin, identifier, instant, rateField, text } from '@kervan/ingress';
import { coded } from '@kervan/service-host';
import { z } from 'zod';
import { exampleSale } from './example-sale.js';

/** More lines than this are refused before any of them is read. */
export const MAX_LINES = 10_000;

const expectedQuantity = 'a decimal string above 0 of at most 6 places, such as "2" or "0.350"';
const expectedCode = 'the code of an exemption, such as "351"';

const numberPart = (most: number): z.ZodType<number, number> =>
  z
    .number({ error: coded('invalid-number', 'a whole number') })
    .int({ error: coded('invalid-number', 'a whole number') })
    .min(1, { error: coded('invalid-number', 'a whole number from 1') })
    .max(most, { error: coded('invalid-number', `a whole number of at most ${most}`) });

const quantity = z
  .string({ error: coded('invalid-quantity', expectedQuantity) })
  .regex(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/, { error: coded('invalid-quantity', expectedQuantity) })
  .refine((value) => /[1-9]/.test(value), { error: coded('invalid-quantity', expectedQuantity) });

const rate = rateField('tax-mismatch');

/** Why a rate is 0: code and words of the tax authority's list. */
const exemptionCode = z
  .string({ error: coded('invalid-identifier', expectedCode) })
  .regex(/^\d{3}$/, { error: coded('invalid-identifier', expectedCode) })
  .optional();

const line = z.strictObject({
  articleId: identifier,
  gtin: gtin.optional(),
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

const buyer = z.strictObject({ name: text, ...buyerFields });

/**
 * A sale as a till sends it. Unknown fields are refused; amounts, quantities and rates are decimal strings, never JSON
 * numbers, which receivers round.
 */
export const saleRequest = z.strictObject({
  branch: identifier,
  till: identifier,
  zNumber: numberPart(2_147_483_647),
  receiptNumber: numberPart(2_147_483_647),
  soldAt: instant,
  currency,
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
        // A till may send a card number: no other part of the service, nor a hash of the request, knows more than its last four digits.
        reference: identifier.overwrite(withCardNumberMasked).optional(),
      }),
    )
    .max(20),
  invoice: z.strictObject({ requested: z.boolean(), buyer: buyer.optional() }).optional(),
}).meta({ example: exampleSale });

export type SaleRequest = z.output<typeof saleRequest>;
