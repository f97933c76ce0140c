import { type ShopEvent, Stage } from '../read-order/reading.js';
import type { KnownOrder } from './decide.js';
import type { LockedOrder } from './shop-order.repository.js';

/** A deletion tells an id alone: the number is the one that is known, and it is newer than what is known. */
export function withKnown(event: ShopEvent, { orderNumber, known }: Pick<LockedOrder, 'orderNumber' | 'known'>): ShopEvent {
  if (!isDeletion(event)) return event;
  return { ...event, orderNumber, version: Math.max(event.version, known.version) };
}

/** What is kept as `versionBeforeDeletion` with an event; of several deletions the version before the first. */
export function versionBefore(event: ShopEvent, known: KnownOrder | undefined): number | null {
  if (!isDeletion(event)) return null;
  return known?.versionBeforeDeletion ?? known?.version ?? 0;
}

function isDeletion(event: ShopEvent): boolean {
  return event.stage === Stage.cancelled && event.deleted === true;
}
