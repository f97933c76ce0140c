import { parseStrictJson, Problem } from '@kervan/service-host';
import { Provider, type ShopProfile } from '../shop/shop-profile.js';
import { type Delivery, type Reading, Unusable, type WhatItSays } from './reading.js';
import { readShopify } from './shopify/read-shopify.js';
import { readStandard, standardTypeOf } from './standard/read-standard.js';
import { readWoocommerce } from './woocommerce/read-woocommerce.js';

const readers = {
  [Provider.shopify]: readShopify,
  [Provider.woocommerce]: readWoocommerce,
  [Provider.standard]: readStandard,
} as const satisfies Record<Provider, (delivery: Delivery, content: unknown, profile: ShopProfile) => WhatItSays>;

/**
 * Reads an authentic delivery with the shop's profile as it is now: the same both of them, the same reading.
 *
 * Whatever cannot be used is told with its place; nothing is thrown for what a shop may send.
 */
export function readDelivery(delivery: Delivery, profile: ShopProfile): Reading {
  let { topic } = delivery;
  try {
    const content = parseStrictJson(delivery.body);
    if (profile.provider === Provider.standard) topic = standardTypeOf(content);
    return { topic, ...readers[profile.provider](delivery, content, profile) };
  } catch (error) {
    const { findings, orderNumber } = unusable(error);
    return { kind: 'unusable', topic, findings, ...(orderNumber !== undefined && { orderNumber }) };
  }
}

function unusable(error: unknown): Pick<Unusable, 'findings' | 'orderNumber'> {
  if (error instanceof Unusable) return error;
  if (!(error instanceof Problem)) throw error;
  return { findings: error.options.errors ?? [{ pointer: '#', code: error.code, detail: error.message }] };
}
