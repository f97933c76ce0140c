/** One thing that is not as it should be. */
export interface Finding {
  /** Stable and searchable, such as `payment-missing`. */
  readonly code: string;
  /** The order, document or ledger line that it is about. */
  readonly subject: string;
  readonly detail: string;
}

export function finding(code: string, subject: string, detail: string): Finding {
  return { code, subject, detail };
}
