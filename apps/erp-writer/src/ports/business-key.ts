import { createHash } from 'node:crypto';

/** The documents that an order has in the books, one of each at most. */
export type ErpDocument = 'sales-order' | 'invoice' | 'payment' | 'settlement' | 'cancellation';

/** Whose order it is. */
export interface OrderIdentity {
  readonly mode: string;
  readonly company: string;
  readonly orderId: string;
}

const LONGEST_KEY = 128;

/**
 * What the ERP knows a document by, for ever: the same for every attempt, every command and every replay.
 *
 * It is sent as a header, too: at most 128 characters of printable ASCII without spaces.
 */
export function businessKey({ mode, company, orderId }: OrderIdentity, document: ErpDocument): string {
  const rest = `:${orderId}:${document}`;
  return `${mode}:${inHeader(company, LONGEST_KEY - `${mode}:${rest}`.length)}${rest}`;
}

/** A company's code, of which other characters are percent-encoded (UTF-8), and one that is too long ends in its hash. */
function inHeader(company: string, longest: number): string {
  const printable = company.replace(/[^\x21-\x7e]+/gu, (others) => encodeURIComponent(others.toWellFormed()));
  if (printable.length <= longest) return printable;
  const hash = createHash('sha256').update(company).digest('hex').slice(0, 16);
  return `${printable.slice(0, longest - 1 - hash.length)}~${hash}`;
}
