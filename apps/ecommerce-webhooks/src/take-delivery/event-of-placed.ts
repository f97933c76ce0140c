import { INVOICE_CURRENCY } from '@kervan/commerce';
import type { DatabaseTransaction } from '@kervan/messaging';
import { readDelivery } from '../read-order/read-delivery.js';
import { type Delivery, type ShopEvent, Stage } from '../read-order/reading.js';
import type { Mapping, ShopProfile } from '../shop/shop-profile.js';
import { isPlaced } from './decide.js';
import { findState } from './shop-order.repository.js';

/** Stands for what a profile lacks; none of it counts when an event is held against what was placed (`moneyHashOf`). */
const STAND_IN = {
  payment: { method: 'card', whenPaid: 'captured', whenPending: 'wait' },
  exemption: { code: '351', reason: 'as the order was placed with' },
} as const satisfies { readonly payment: Mapping['payments'][string]; readonly exemption: Mapping['exemption'] };

/**
 * What a delivery that cannot be used says of an order that is placed already: its version and its money.
 *
 * The order was placed by the profile as it was; that the profile lacks currency, exemption, article or payment method
 * now is no matter of a person. Undefined where no order is placed, or its money cannot be read.
 */
export async function eventOfPlaced(
  db: DatabaseTransaction,
  delivery: Delivery,
  profile: ShopProfile,
): Promise<ShopEvent | undefined> {
  const reading = readDelivery(delivery, lackingNothing(profile));
  if (reading.kind !== 'event' || reading.event.stage !== Stage.payable) return undefined;
  const state = await findState(db, profile, reading.event);
  return state !== undefined && isPlaced({ state }) ? reading.event : undefined;
}

/** How far an order has come stays as the profile says: an unknown payment method waits, as it does by any profile. */
function lackingNothing(profile: ShopProfile): ShopProfile {
  const mapping: Mapping = {
    ...profile.mapping,
    currency: INVOICE_CURRENCY,
    articleWithoutSku: 'product-id',
    payments: { '*': STAND_IN.payment, ...profile.mapping.payments },
    exemption: STAND_IN.exemption,
  };
  return { ...profile, mapping };
}
