import { z } from 'zod';
import { toKurus } from '../money.js';

const text = z.string().min(1).max(200);
const decimal = z.string().regex(/^\d{1,13}(\.\d{1,8})?$/);
const date = z.iso.date();
const amount = z.string().transform((value, context) => {
  const kurus = toKurus(value);
  if (kurus !== undefined) return kurus;
  context.addIssue({ code: 'custom', message: 'not an amount of at most two decimals' });
  return z.NEVER;
});

const allowance = z.object({ reason: text, amount });
const tax = z.object({ rate: decimal, taxable: amount, tax: amount });
const totals = z.object({ net: amount, tax: amount, gross: amount });
const identity = { reference: text, company: text, mode: z.enum(['live', 'test']), orderNumber: text };

export const salesOrderBody = z.object({
  ...identity,
  businessDate: date,
  currency: z.string().length(3),
  pricesIncludeTax: z.boolean(),
  customer: z.object({ name: text, taxId: text.optional() }).optional(),
  lines: z
    .array(
      z.object({
        line: z.int().positive(),
        articleId: text,
        name: text,
        quantity: decimal,
        unitCode: text,
        unitPrice: decimal,
        amount,
        taxRate: decimal,
      }),
    )
    .min(1),
  discounts: z.array(allowance).default([]),
  charges: z.array(allowance).default([]),
  taxes: z.array(tax).min(1),
  totals,
});

export const invoiceBody = z.object({
  ...identity,
  erpOrderNumber: text,
  invoiceNumber: text,
  ettn: z.uuid(),
  issueDate: date,
  currency: z.string().length(3),
  taxes: z.array(tax).min(1),
  totals,
});

export const paymentBody = z.object({
  ...identity,
  erpOrderNumber: text,
  invoiceNumber: text.nullish(),
  currency: z.string().length(3),
  payments: z.array(z.object({ method: text, amount, reference: text.nullish() })).min(1),
  total: amount,
});

/** It names the order where it comes from a system that tells it; one of before need not. */
export const cancellationBody = z.object({ ...identity, reason: text }).partial({ company: true, mode: true, orderNumber: true });

export type SalesOrderBody = z.infer<typeof salesOrderBody>;
export type InvoiceBody = z.infer<typeof invoiceBody>;
export type PaymentBody = z.infer<typeof paymentBody>;
export type CancellationBody = z.infer<typeof cancellationBody>;
export type Totals = z.infer<typeof totals>;
export type Tax = z.infer<typeof tax>;
