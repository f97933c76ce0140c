/** When a consumer that does nothing counts as dead; milliseconds. */
export interface LivenessLimits {
  /** For so long it may go without a sign of progress. */
  readonly pulseMs: number;
  /** How often partitions are compared with their logs. */
  readonly lookEveryMs: number;
  /** For so long, from the look that sees it, a partition may have records and not move without a reason. */
  readonly stallAfterMs: number;
}

/** Whichever way it is dead, 90 s later it is not healthy any more: a stall is seen at most one look late. */
export const livenessLimits: LivenessLimits = { pulseMs: 90_000, lookEveryMs: 15_000, stallAfterMs: 75_000 };
