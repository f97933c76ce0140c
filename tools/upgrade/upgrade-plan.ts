import type { Checkout } from './release.js';

/** What a run does, and for how long. */
export interface UpgradePlan {
  readonly from: Checkout;
  /** The commit of this checkout, marked where files differ from it. */
  readonly to: string;
  /** How long both releases run side by side before the upgrade is finished. */
  readonly mixedSeconds: number;
  /** Inputs a second of the tills, and as many of the shops. */
  readonly rate: number;
  readonly preStopMs: number;
}

/** So long one release runs alone under load, before and between. */
export const ALONE_SECONDS = 15;
/** As in the chart: a process gets nothing more for so long before it is told to end. */
export const PRE_STOP_MS = 5_000;
export const STOP_LIMIT_MS = 30_000;
