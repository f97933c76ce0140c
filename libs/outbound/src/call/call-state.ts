/** What is known about an outgoing call. */
export const CallState = {
  /**
   * To be sent, or to be sent again: certainly without effect so far. A person's word may be all there is to that, where the far side
   * would not know a repeat for what it is.
   */
  pending: 'pending',
  /** A worker holds the lease and has a slot of the target. */
  processing: 'processing',
  /** Done; the outcome is kept. */
  completed: 'completed',
  /** Ended without effect: refused, given up by the retry policy, or given up by a person. */
  failed: 'failed',
  /** May or may not have had its effect; is asked about, or waits for a person. */
  unknown: 'unknown',
  /** Taken back, by its command or a person, while it was certain that it had no effect. */
  withdrawn: 'withdrawn',
} as const;

export type CallState = (typeof CallState)[keyof typeof CallState];

const successors: Readonly<Record<CallState, readonly CallState[]>> = {
  pending: ['processing', 'withdrawn'],
  processing: ['pending', 'completed', 'failed', 'unknown'],
  unknown: ['processing', 'pending', 'completed', 'failed'],
  completed: [],
  failed: [],
  withdrawn: [],
};

/**
 * Whether a call may go from one state to the other. From `unknown`, all but `processing` is a person's decision, and `pending`
 * only where the far side would not know a repeat for what it is: elsewhere one that is sent again stays unknown.
 * Beside these, restoring an older database makes every open call unknown.
 */
export function mayBecome(from: CallState, to: CallState): boolean {
  return successors[from].includes(to);
}

/** @throws when a call may not go from one state to the other: a bug, caught before it is written. */
export function assertMayBecome(from: CallState, to: CallState): void {
  if (!mayBecome(from, to)) throw new Error(`a ${from} call cannot become ${to}`);
}
