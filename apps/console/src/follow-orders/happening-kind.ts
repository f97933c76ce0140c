/** What may happen to an order, in the order in which it does where two carry the same instant. */
export const happeningKinds = [
  'OrderPlaced',
  'OrderTaken',
  'OrderCancelled',
  'RetryStep',
  'AmendOrder',
  'SkipStep',
  'PauseOrder',
  'ResumeOrder',
  'StepDeadlineReached',
  'SalesOrderPosted',
  'SalesOrderRejected',
  'InvoiceNumberAssigned',
  'InvoiceCleared',
  'InvoiceClearanceRefused',
  'InvoicePosted',
  'PaymentMatched',
  'PaymentPosted',
  'CommandDead',
  'CommandWithdrawn',
  'InvoiceNumberVoided',
  'SalesOrderCancelled',
  'OrderNeedsAttention',
  'OrderAttentionResolved',
  'OrderCompleted',
  'OrderReversed',
] as const;

export type HappeningKind = (typeof happeningKinds)[number];

/** By what the orchestrator tells where an order stands; the last one of them counts. All are on one topic. */
export const tellsStanding: ReadonlySet<HappeningKind> = new Set([
  'OrderNeedsAttention',
  'OrderAttentionResolved',
  'OrderCompleted',
  'OrderReversed',
]);

/** What a number that an order is found by stands for. */
export const TermKind = {
  order_number: 'order_number',
  shop_order: 'shop_order',
  buyer_order: 'buyer_order',
  erp_number: 'erp_number',
  invoice_number: 'invoice_number',
  order_id: 'order_id',
  correlation_id: 'correlation_id',
} as const;

export type TermKind = (typeof TermKind)[keyof typeof TermKind];
