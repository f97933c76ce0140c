/** What a load process is told. */
export type LoadOrder =
  /** Keeps so many sales on their way: the next is posted when one has completed. */
  | { readonly kind: 'closed'; readonly inFlight: number }
  /** Posts so many sales a second, whatever becomes of them. */
  | { readonly kind: 'open'; readonly perSecond: number }
  /** Posts no more. */
  | { readonly kind: 'pause' }
  /** Asks for {@link LoadState}. */
  | { readonly kind: 'state' }
  /** Asks for every sale so far. */
  | { readonly kind: 'sales' };

/** Where a load process stands. */
export interface LoadState {
  readonly kind: 'state';
  readonly posted: number;
  readonly accepted: number;
  readonly completed: number;
  /** Sales that need a person or were reversed; none should. */
  readonly astray: number;
  /** Posts that were answered "later" or not at all and sent again. */
  readonly repeated: number;
}

/** One sale on its way; instants in milliseconds since 1970. */
export interface LoadedSale {
  readonly orderNumber: string;
  readonly gross: string;
  /** When the till sent it first. */
  readonly sentAt: number;
  /** When the till had its answer. */
  readonly acceptedAt: number;
  /** When it was told that it is completed. */
  readonly completedAt?: number;
}

/** What a load process tells. */
export type LoadTold =
  | { readonly kind: 'ready' }
  | LoadState
  | { readonly kind: 'sales'; readonly sales: readonly LoadedSale[] }
  /** Something that no sale of the run may be answered; the run is void. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string };

/** What a load process is started with, in the variable `LOAD_SETTINGS` as JSON. */
export interface LoadSettings {
  readonly salesUrl: string;
  /** Where completion is told; absent where the answer to a post says that its sale is completed. */
  readonly kafkaBrokers?: string;
  /** The file with the plain key of each branch. */
  readonly tillKeys: string;
}
