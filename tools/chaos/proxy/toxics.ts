/** What a link does to the bytes that go over it; everything absent is as it should be. */
export interface Toxics {
  /** Every piece waits so long, give or take the jitter; milliseconds. */
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  readonly bytesPerSecond?: number;
  /** Pieces are cut into ones of this many bytes. */
  readonly slice?: number;
  /** Nothing comes through any more in these directions, and nobody is told. */
  readonly swallow?: readonly Direction[];
  /** A connection is reset as soon as so many bytes have come from the caller; these arrive, and none after them. */
  readonly resetAfterBytes?: number;
  /** A connection is cut when the first byte of an answer is to go to the caller: what was asked has been done. */
  readonly cutBeforeAnswer?: boolean;
  /** New connections are refused, and the open ones are reset. */
  readonly down?: boolean;
}

/** From the caller to the one who is called, or back. */
export type Direction = 'there' | 'back';
