/** How far an order has come, as its messages tell. */
export const DocumentState = {
  /** Its source has told of it; the orchestrator has not confirmed it yet. */
  placed: 'placed',
  /** On its way. */
  taken: 'taken',
  needs_attention: 'needs_attention',
  completed: 'completed',
  reversed: 'reversed',
} as const;

export type DocumentState = (typeof DocumentState)[keyof typeof DocumentState];
