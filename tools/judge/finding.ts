import { invariantOf, type Invariant } from './invariant.js';

/** One thing that is not as it should be. */
export interface Finding {
  readonly invariant: Invariant;
  /** Stable and searchable, such as `payment-missing`. */
  readonly code: string;
  /** The order, document or ledger line that it is about. */
  readonly subject: string;
  readonly detail: string;
}

/** A finding of the judge; its code tells which invariant it breaks. */
export function finding(code: string, subject: string, detail: string): Finding {
  return { invariant: invariantOf(code), code, subject, detail };
}
