/** How far an order has come, as its messages tell; each order is in one state. */
export const DocumentState = {
  /** Received, and neither ended nor waiting. */
  on_its_way: 'on_its_way',
  /** Goes on only when a person acts. */
  needs_attention: 'needs_attention',
  /** Booked, and invoiced where due: only its payment has not been found on a bank statement yet. */
  awaiting_payment: 'awaiting_payment',
  completed: 'completed',
  /** Taken back: nothing of it stands. */
  reversed: 'reversed',
} as const;

export type DocumentState = (typeof DocumentState)[keyof typeof DocumentState];
