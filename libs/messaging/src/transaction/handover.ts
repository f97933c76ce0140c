import type { Output, StoredOutput } from './output.js';

/** Outputs of a consumed chunk that are about to be committed. */
export interface Handover {
  /** They are committed: those given are to be sent from memory, in this order. Called in the order of the commits. */
  committed(handed: readonly StoredOutput[]): void;
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
