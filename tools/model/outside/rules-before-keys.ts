import { SeededRandom } from '../machine/seeded-random.js';

/** What an ERP makes of what it knows by its key, by when its look-ups show it, and what is said of its times; milliseconds. */
export interface ErpRepeats {
  readonly refusesAgain: boolean;
  readonly lookupLagMs: number;
  readonly times: { readonly timeoutMs: number; readonly maxProcessingMs: number; readonly lookupLagMs: number };
}

/** So many of the ERPs that know keys ask their rules first; of chance of its own: all other runs are as without it. */
const SHARE = 0.4;
const SALT = 0x11317;
/** It shows what it has later than it is asked about it at first, so that it is sent again, and sooner than that rules it out. */
const SHOWN_AFTER_MS = 8_000;
const MAX_PROCESSING_MS = 10_000;

/** Draws whether the ERP of a seed asks its rules before it looks at keys; else it answers a repeat as before, by the usual times. */
export function drawRepeats(seed: number, knowsKeys: boolean, usual: ErpRepeats['times']): ErpRepeats {
  const { lookupLagMs } = usual;
  if (!knowsKeys || !new SeededRandom(seed ^ SALT).chance(SHARE)) return { refusesAgain: false, lookupLagMs, times: usual };
  return { refusesAgain: true, lookupLagMs: SHOWN_AFTER_MS, times: { ...usual, maxProcessingMs: MAX_PROCESSING_MS } };
}
