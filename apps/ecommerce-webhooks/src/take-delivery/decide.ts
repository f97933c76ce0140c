import { contentHash, fitsOneMessage } from '@kervan/ingress';
import type { TaxRate } from '@kervan/contracts';
import type { ProblemFinding } from '@kervan/service-host';
import {
  type Placeable,
  type ShopEvent,
  type Sold,
  Stage,
  type TaxRates,
  type ToldOrder,
  Unusable,
} from '../read-order/reading.js';
import { ShopOrderState } from './shop-order-state.js';

/** What is known of an order before an event of it. */
export interface KnownOrder {
  readonly version: number;
  /** The newest version before the deletion that `version` is of, 0 where nothing was known; null where it is of none. */
  readonly versionBeforeDeletion: number | null;
  readonly stage: Stage;
  readonly state: ShopOrderState;
  /** Of what was placed; null until then. */
  readonly moneyHash: Buffer | null;
  /** What the placed order was read at; null until then, and where an earlier release placed it. */
  readonly taxRates: TaxRates | null;
  /** Of another content that a person has been shown, and of what it was shown for. */
  readonly contestedHash: Buffer | null;
  /** Whether its cancellation was published. */
  readonly cancellationRequested: boolean;
}

/** What an event does. */
export type Decision =
  /** Nothing: something newer is known. */
  | { readonly outcome: 'older' }
  /** It is kept that the order has come so far; nothing is published. */
  | { readonly outcome: 'waiting' | 'cancelled-before' }
  /** The same, and the rates are kept that what was placed is read with, where none are yet. */
  | { readonly outcome: 'recorded'; readonly taxRates?: TaxRates }
  /** The order is published. */
  | { readonly outcome: 'placed'; readonly placed: Placeable; readonly moneyHash: Buffer }
  /** Its cancellation is published. */
  | { readonly outcome: 'cancelled' }
  /** A person decides. */
  | { readonly outcome: 'quarantined'; readonly findings: readonly ProblemFinding[]; readonly contestedHash: Buffer }
  /** The same, of what may have taken the order's deletion back; the deletion counts. */
  | {
      readonly outcome: 'deletion-contested';
      readonly findings: readonly ProblemFinding[];
      readonly contestedHash: Buffer;
    }
  /** A person decides whether it can be read otherwise; nothing of it is kept. */
  | { readonly outcome: 'unusable'; readonly findings: readonly ProblemFinding[] };

const RANK = { [Stage.unpaid]: 0, [Stage.payable]: 1, [Stage.cancelled]: 2 } as const;

/**
 * What an event of an order does, by what is known of the order; whatever order events come in, it ends the same.
 *
 * Of two events the higher version is the newer one; of one version, as shops count in seconds, the later stage. What
 * is older does nothing. An order is placed once, by the first event that shows it payable, unless something newer says
 * that it is cancelled; it is cancelled once after that. What was placed does not change: an event with other money is
 * shown to a person, once.
 *
 * A deletion does not tell when it happened: its version is when it came. An event that is older than that, but newer than
 * all that was known before it, may have taken it back, and is shown to a person, once.
 *
 * An order is translated no further than its event needs: not at all where that is older, tells of no money or cancels;
 * of a placed one, what is sold alone.
 */
export function decide(known: KnownOrder | undefined, event: ShopEvent): Decision {
  if (known && isOlder(event, known)) return mayBeRestored(event, known) ? toContest(event, known) : { outcome: 'older' };
  const placed = known !== undefined && isPlaced(known);
  switch (event.stage) {
    case Stage.unpaid:
      return { outcome: placed ? 'recorded' : 'waiting' };
    case Stage.cancelled:
      if (!placed) return { outcome: known?.state === ShopOrderState.cancelled ? 'recorded' : 'cancelled-before' };
      return { outcome: known.cancellationRequested ? 'recorded' : 'cancelled' };
    case Stage.payable:
      return asUsable(() => (placed ? againstPlaced(known, event) : toPlace(event)));
  }
}

function asUsable(decideBy: () => Decision): Decision {
  try {
    return decideBy();
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { outcome: 'unusable', findings: error.findings };
  }
}

function toPlace(event: ToldOrder): Decision {
  const placed = event.place();
  if (!fitsOneMessage(placed.order)) {
    throw new Unusable([{ pointer: '#', code: 'order-too-large', detail: 'The order is too large to be passed on.' }]);
  }
  return { outcome: 'placed', placed, moneyHash: moneyHashOf(placed.order) };
}

function isOlder({ version, stage }: ShopEvent, known: KnownOrder): boolean {
  return version < known.version || (version === known.version && RANK[stage] < RANK[known.stage]);
}

/** Whether an older event may tell of a change that the shop made after it had deleted the order. */
function mayBeRestored({ version, stage }: ShopEvent, { versionBeforeDeletion }: KnownOrder): boolean {
  return versionBeforeDeletion !== null && stage !== Stage.cancelled && version > versionBeforeDeletion;
}

function toContest({ version, stage }: ShopEvent, known: KnownOrder): Decision {
  const code = 'changed-about-deletion';
  const contestedHash = contentHash({ code, version, stage });
  if (known.contestedHash?.equals(contestedHash)) return { outcome: 'older' };
  const detail = 'The order was changed about when it was deleted; whether before or after cannot be told.';
  return { outcome: 'deletion-contested', findings: [{ pointer: '#', code, detail }], contestedHash };
}

/** Whether an order was published; it stays so. */
function isPlaced({ state }: KnownOrder): boolean {
  return state !== ShopOrderState.waiting && state !== ShopOrderState.cancelled;
}

function againstPlaced(known: KnownOrder, event: ToldOrder): Decision {
  const { sold, taxRates } = event.sold(known.taxRates);
  const hash = moneyHashOf(sold);
  if (known.cancellationRequested) {
    const detail = 'The order was cancelled; the shop has opened it again.';
    return quarantined('reopened-after-cancelling', detail, known, hash);
  }
  if (known.moneyHash?.equals(hash)) return { outcome: 'recorded', taxRates };
  const detail = 'What is sold, or what it costs, is no longer what was placed.';
  return quarantined('changed-after-placing', detail, known, hash);
}

function quarantined(code: string, detail: string, known: KnownOrder, moneyHash: Buffer): Decision {
  const contestedHash = contentHash({ code, money: moneyHash.toString('hex') });
  if (known.contestedHash?.equals(contestedHash)) return { outcome: 'recorded' };
  return { outcome: 'quarantined', findings: [{ pointer: '#', code, detail }], contestedHash };
}

/**
 * Of what is sold and what it costs; not of who buys it, how it is paid, or what the shop's profile calls it: article,
 * unit and exemption may be other ones the next time it is read.
 */
export function moneyHashOf({ currency, pricesIncludeTax, lines, discounts, charges, taxes, totals }: Sold): Buffer {
  return contentHash({
    currency,
    pricesIncludeTax,
    lines: lines.map(({ articleId: _article, unitCode: _unit, ...line }) => withRate(line)),
    discounts: discounts.map(withRate),
    charges: charges.map(withRate),
    taxes: taxes.map(withRate),
    totals,
  });
}

function withRate<Part extends { readonly tax: TaxRate | null }>({ tax, ...part }: Part): object {
  return { ...part, ratePercent: tax?.ratePercent ?? null };
}
