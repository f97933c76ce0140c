import { Random } from '../world/random.js';
import { fillBasket } from './order-arithmetic.js';
import { ordinary, OWN_SCRIPTS, SHOP_SCRIPTS, type ShopScript } from './scripts.js';
import { SHOPS, type ShopName, type ShopOrder } from './shop-order.js';

/** The fewest orders over both shops that hold every script. */
export const MIN_SHOP_ORDERS = 40;

const SHARE_OF_MODA = 0.55;

/** An order that a customer will place, and how it is to go; the moments are stamped when it does. */
export interface PlannedShopOrder {
  readonly order: ShopOrder;
  readonly script: ShopScript;
}

/** What the orders of a morning are made from: the same values give the same orders. */
export interface ShopPlan {
  readonly orders: number;
  readonly seed: number;
  /** The first number of each shop. */
  readonly firstNumbers: Readonly<Record<ShopName, number>>;
}

/** Plans the orders of both shops, one shop after the other; each shop lives through every script once. */
export function planShopOrders({ orders, seed, firstNumbers }: ShopPlan): PlannedShopOrder[] {
  const ofModa = Math.round(orders * SHARE_OF_MODA);
  const counts = { moda: ofModa, ev: orders - ofModa };
  return SHOPS.flatMap((shop) => {
    const first = firstNumbers[shop];
    const random = new Random(`${seed} ${shop} ${first}`);
    const scripts = [...SHOP_SCRIPTS, ...OWN_SCRIPTS[shop]];
    return Array.from({ length: counts[shop] }, (_, index) => {
      return plan(shop, first + index, scripts[index] ?? ordinary(index - scripts.length), random);
    });
  });
}

function plan(shop: ShopName, number: number, script: ShopScript, random: Random): PlannedShopOrder {
  const customer = script.customer(random);
  const rounding = shop === 'ev' ? 'half-down' : 'half-up';
  const priced = fillBasket(random, !script.taxExcluded, rounding, script.product);
  return { order: { shop, number, customer, priced, payment: script.payment, test: script.test ?? false }, script };
}
