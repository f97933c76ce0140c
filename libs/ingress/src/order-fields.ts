import { coded } from '@kervan/service-host';
import { z } from 'zod';

const expectedText = '1 to 200 characters, none of them a control character';
const expectedIdentifier = 'letters, digits and . _ / -, at most 64';
const expectedAmount = 'a decimal string with a point and no sign, such as "49.90"';
const expectedRate = 'a rate in percent as a decimal string, such as "20"';

/** Words for people: any script, emoji and direction marks included; no control characters (Unicode Cc). */
export const text = z
  .string({ error: coded('invalid-text', expectedText) })
  .regex(/^\P{Cc}{1,200}$/u, { error: coded('invalid-text', expectedText) })
  .refine((value) => value.trim() !== '', { error: coded('invalid-text', expectedText) });

/** A number or name by which a sender knows a thing. */
export const identifier = z
  .string({ error: coded('invalid-identifier', expectedIdentifier) })
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u, { error: coded('invalid-identifier', expectedIdentifier) });

/** A GTIN by its form; its check digit is not looked at. */
export const gtin = z
  .string()
  .regex(/^\d{8}$|^\d{12,14}$/, { error: coded('invalid-identifier', '8, 12, 13 or 14 digits') });

/** An amount or a unit price: a decimal string, never a JSON number, which receivers round. */
export const amount = z
  .string({ error: coded('invalid-amount', expectedAmount) })
  .regex(/^(?:0|[1-9]\d{0,14})(?:\.\d{1,8})?$/, { error: coded('invalid-amount', expectedAmount) });

/** A tax rate in percent as a decimal string; one that is none is told with this code. */
export function rateField(code: string): z.ZodString {
  return z
    .string({ error: coded(code, expectedRate) })
    .regex(/^(?:0|[1-9]\d?|100)(?:\.\d{1,4})?$/, { error: coded(code, expectedRate) });
}

/** A currency by the form of its code. */
export const currency = z
  .string({ error: coded('unknown-currency', 'an ISO 4217 code') })
  .regex(/^[A-Z]{3}$/, { error: coded('unknown-currency', 'an ISO 4217 code of three letters') });

const EARLIEST = Date.UTC(1000, 0, 2);
const LATEST = Date.UTC(9999, 11, 30);

/** Whether an instant has a year of four digits in every zone, as a business date must. */
export function hasPlainYear(instant: string): boolean {
  const at = Date.parse(instant);
  return at >= EARLIEST && at <= LATEST;
}

/** An instant with its zone, in the years 1000 to 9999. */
export const instant = z.iso
  .datetime({ offset: true, error: coded('invalid-date', 'an ISO 8601 instant with its zone') })
  .refine(hasPlainYear, { error: coded('invalid-date', 'an instant in the years 1000 to 9999') });

/** What was taken off a line or a document, and why. */
export const discount = z.strictObject({ reason: text, amount });

/** A postal address. */
export const address = z.strictObject({
  street: text,
  district: text.optional(),
  city: text,
  postalCode: identifier.optional(),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: coded('invalid-identifier', 'an ISO 3166-1 code of two letters') }),
});

/** What tells of a buyer, whatever the channel; which of them are needed, and the name, is each channel's own matter. */
export const buyerFields = {
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
};
