import type { Output, StoredOutput } from './output.js';

/** Outputs that are about to be committed and will be sent from memory. */
export interface Handover {
  /** They are committed: to be sent in this order. Called in the order of the commits. */
  committed(stored: readonly StoredOutput[]): void;
  /** They were rolled back. */
  rolledBack(): void;
  /** Nobody knows whether they were committed: their lanes are read from the table again. */
  doubtful(): void;
}

/** Who sends what transactions leave in the outbox. */
export interface OutputReceiver {
  /** The sender that takes outputs of this lane from memory, if there is one in this process. */
  takerOf(lane: number): string | undefined;
  /** Announces outputs before their commit, so that nothing of the same keys that follows from them is sent first. */
  expect(outputs: readonly Output[]): Handover;
  /** Tells that the table holds new outputs of these lanes. */
  wake(lanes: readonly number[]): void;
}
