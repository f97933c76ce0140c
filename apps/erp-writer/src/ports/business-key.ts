/** The documents that an order has in the books, one of each at most. */
export type ErpDocument = 'sales-order' | 'invoice' | 'payment' | 'settlement' | 'cancellation';

/** Whose order it is. */
export interface OrderIdentity {
  readonly mode: string;
  readonly company: string;
  readonly orderId: string;
}

/** What the ERP knows a document by, for ever: the same for every attempt, every command and every replay. */
export function businessKey({ mode, company, orderId }: OrderIdentity, document: ErpDocument): string {
  return `${mode}:${company}:${orderId}:${document}`;
}
