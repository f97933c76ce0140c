/** What has become of an issued invoice. */
export const InvoiceState = {
  /** It has its number; nobody outside knows it, be it on the word of a person who gave its transmission up. */
  issued: 'issued',
  /** It is on its way: the authority may or may not have it. */
  transmitting: 'transmitting',
  /** The authority has accepted it: the pivot, never undone. */
  accepted: 'accepted',
  /**
   * The authority or the integrator has refused it for good, and its number is to be voided; or it is disputed, as the
   * integrator has something else under its ETTN, which the authority may have.
   */
  refused: 'refused',
  /** Refused for its form: corrected and sent again under the same number and ETTN, or voided. */
  correctable: 'correctable',
  /** Its number is used up and has no invoice; the gap report shows it with its reason. */
  void: 'void',
} as const;

export type InvoiceState = (typeof InvoiceState)[keyof typeof InvoiceState];
