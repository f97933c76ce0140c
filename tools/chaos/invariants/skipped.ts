import type { ServiceName } from '../../platform/services.js';

/** The record types that a service reads past on its topics: it has no handler for them. */
const SKIPPED: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  'bank-reconciler': [
    'kervan.fulfilment.OrderNeedsAttention',
    'kervan.fulfilment.OrderAttentionResolved',
    'kervan.invoicing.InvoiceCleared',
    'kervan.invoicing.InvoiceClearanceRefused',
  ],
};

/** Whether a service reads past records of a type. */
export function isSkippedBy(service: ServiceName, type: string): boolean {
  return SKIPPED[service]?.includes(type) === true;
}
