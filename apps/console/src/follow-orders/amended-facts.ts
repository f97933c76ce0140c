import { FiscalDocument, type Payment, PaymentStatus } from '@kervan/contracts';
import { z } from 'zod';
import type { AmendedFacts } from './happening.js';

/** The fields of an order that are read of an amendment; it may hold any, personal ones too. */
const patch = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/).optional(),
  fiscalDocument: z.enum(FiscalDocument).optional(),
  totals: z.object({ grossMinor: z.int().optional() }).optional(),
  payments: z.array(z.object({ status: z.enum(PaymentStatus), amountMinor: z.int() })).optional(),
});

/**
 * What a JSON Merge Patch (RFC 7396) changes of what is kept of an order.
 *
 * Nothing where it is none that an order could take: the orchestrator, who alone decides, takes no such one either.
 */
export function amendedFacts(mergePatch: string): AmendedFacts {
  const { data } = patch.safeParse(parsed(mergePatch));
  const { currency, fiscalDocument, totals, payments } = data ?? {};
  return {
    ...(totals?.grossMinor !== undefined && { amountMinor: totals.grossMinor }),
    ...(currency !== undefined && { currency }),
    ...(fiscalDocument && { invoiceDue: fiscalDocument === FiscalDocument.invoice }),
    ...(payments && { captured: isCaptured(payments) }),
  };
}

/** Whether money changed hands with the order; a payment of nothing is none. */
export function isCaptured(payments: readonly Pick<Payment, 'status' | 'amountMinor'>[]): boolean {
  return payments.some(({ status, amountMinor }) => status === PaymentStatus.captured && amountMinor !== 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
