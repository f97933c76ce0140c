import { Channel, type OrderCancelled } from '@kervan/contracts';
import { orderIdOf } from '@kervan/ingress';
import type { Cause, DatabaseTransaction } from '@kervan/messaging';
import type { ProblemFinding } from '@kervan/service-host';
import { type ShopEvent, Stage } from '../read-order/reading.js';
import type { ShopProfile } from '../shop/shop-profile.js';
import { decide, type Decision } from './decide.js';
import { versionBefore, withKnown } from './deletion.js';
import { ShopOrderState } from './shop-order-state.js';
import {
  cancelOrder,
  contestDeletion,
  contestOrder,
  forgetOrder,
  insertOrder,
  lockOrder,
  placeOrder,
  recordEvent,
  type ShopOrder,
} from './shop-order.repository.js';

/** An event of an order in a shop. */
export interface OrderEvent {
  readonly profile: ShopProfile;
  readonly event: ShopEvent;
  readonly again?: boolean;
}

/** What an event has done. */
export interface Effect {
  readonly outcome: Outcome;
  /** Undefined where nothing is known of the order, nor is by it. */
  readonly orderId: string | undefined;
  readonly orderNumber: string;
  /** What keeps a quarantined one from being used. */
  readonly findings: readonly ProblemFinding[];
}

export type Outcome = 'placed' | 'waiting' | 'recorded' | 'older' | 'cancelled' | 'quarantined';

/** The id of a shop's order. */
export function shopOrderId({ company, mode, code }: ShopProfile, { orderKey }: Pick<ShopEvent, 'orderKey'>): string {
  return orderIdOf(company, mode, Channel.web_shop, code, orderKey);
}

/**
 * Does what an event of an order asks for, once: state and messages commit with the transaction that it is given.
 *
 * Events of one order go one after another, whoever brings them. With `again` it does not count that a person has been
 * shown the event before.
 */
export async function applyEvent(
  db: DatabaseTransaction,
  { profile, event, again = false }: OrderEvent,
  cause: Cause,
): Promise<Effect> {
  const id = shopOrderId(profile, event);
  const fresh: ShopOrder = { id, profile, event, versionBeforeDeletion: versionBefore(event, undefined) };
  const inserted = await insertOrder(db, fresh, cause);
  const locked = inserted ? undefined : await lockOrder(db, fresh);
  const shopOrder = locked
    ? {
        id: locked.id,
        profile,
        event: withKnown(event, locked),
        versionBeforeDeletion: versionBefore(event, locked.known),
      }
    : fresh;
  const known = locked && again ? { ...locked.known, contestedHash: null } : locked?.known;
  const decision = decide(known, shopOrder.event);
  await carryOut(db, shopOrder, decision, cause);
  const isForgotten = inserted && decision.outcome === 'unusable';
  if (isForgotten) await forgetOrder(db, shopOrder);
  return {
    outcome: OUTCOMES[decision.outcome],
    orderId: isForgotten ? undefined : shopOrder.id,
    orderNumber: shopOrder.event.orderNumber,
    findings: 'findings' in decision ? decision.findings : [],
  };
}

const OUTCOMES = {
  'older': 'older',
  'waiting': 'waiting',
  'recorded': 'recorded',
  'placed': 'placed',
  'cancelled': 'cancelled',
  'cancelled-before': 'cancelled',
  'quarantined': 'quarantined',
  'deletion-contested': 'quarantined',
  'unusable': 'quarantined',
} as const satisfies Record<Decision['outcome'], Outcome>;

async function carryOut(db: DatabaseTransaction, order: ShopOrder, decision: Decision, cause: Cause): Promise<void> {
  switch (decision.outcome) {
    case 'older':
    case 'unusable':
      return;
    case 'recorded':
      return recordEvent(db, order, decision);
    case 'waiting':
      return recordEvent(db, order, { state: ShopOrderState.waiting });
    case 'cancelled-before':
      return recordEvent(db, order, { state: ShopOrderState.cancelled });
    case 'placed':
      return placeOrder(db, order, decision, cause);
    case 'cancelled':
      return cancelOrder(db, order, cancellationOf(order), cause);
    case 'quarantined':
      return contestOrder(db, order, decision.contestedHash);
    case 'deletion-contested':
      return contestDeletion(db, order, decision.contestedHash);
  }
}

function cancellationOf({ id, profile, event }: ShopOrder): OrderCancelled {
  if (event.stage !== Stage.cancelled) throw new Error(`order ${id} is cancelled by an event that does not say so`);
  const { orderNumber, reason, cancelledAt } = event;
  return { orderId: id, orderNumber, reason, requestedBy: `web shop ${profile.name}`, cancelledAt };
}
