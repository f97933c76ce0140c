import type { Invariant } from '../../judge/invariant.js';

/** An invariant that does not hold, and where. */
export interface Found {
  readonly invariant: Invariant;
  /** Stable and searchable, such as `record-without-correlation`. */
  readonly code: string;
  readonly detail: string;
}

/** An invariant, or a part of one, that could not be looked at. */
export interface NotChecked {
  readonly invariant: Invariant;
  readonly reason: string;
}
