import { coded } from '@kervan/service-host';
import { z } from 'zod';

const PLAIN_DECIMAL = /^-?\d{1,15}(\.\d{1,18})?$/;

/** An amount, which some shops send as a number. */
export const amount = z
  .union([z.string(), z.number()], { error: coded('invalid-amount', 'a decimal') })
  .transform(String)
  .refine((text) => PLAIN_DECIMAL.test(text), { error: coded('invalid-amount', 'a decimal with a point') });

/** A vendor's id, which is a number or a text. */
export const vendorId = z
  .union([z.number().int().positive(), z.string().regex(/^[\w.:/-]{1,64}$/)], {
    error: coded('invalid-identifier', 'a number or a plain text'),
  })
  .transform(String);

/** The number by which a shop knows an order: a number, or what a shop has its orders numbered by. */
export const orderNumber = z
  .union([z.number().int().positive(), z.string().regex(/^[\p{L}\p{N}#][\p{L}\p{N}#._:/ -]{0,63}$/u)], {
    error: coded('invalid-identifier', 'letters, digits and . _ : / # -, at most 64'),
  })
  .transform(String);

/** A text that may be left out. */
export const optionalText = z.string().nullish();

/** A list that may be left out. */
export function listOf<S extends z.ZodType>(item: S): z.ZodDefault<z.ZodArray<S>> {
  return z.array(item).default([]);
}
