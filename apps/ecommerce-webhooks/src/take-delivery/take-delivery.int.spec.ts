import { OrderPlaced } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedOf, shopsThatSend } from '../fixtures/deliver.js';
import { runningEcommerceWebhooks, type RunningEcommerceWebhooks } from '../fixtures/running-ecommerce-webhooks.js';
import { shopifyOrder } from '../fixtures/shopify.js';
import { standardOrder } from '../fixtures/standard.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';

describe('an order of a shop', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterAll(() => running.stop());

  it.each([
    ['Shopify', 'moda-2001', () => shops.shopify(shopifyOrder()), 30_100],
    ['WooCommerce', 'ev-4101', () => shops.woocommerce(woocommerceOrder()), 29_650],
    ['a Standard Webhooks sender', 'acme-W-77', () => shops.standard(standardOrder()), 12_000],
  ])('of %s is placed', async (_whose, orderNumber, send, grossMinor) => {
    const { status, body } = await send();
    expect([status, body.status]).toEqual([202, 'accepted']);
    await eventually('published', () => publishedOf(running, orderNumber).length === 1);
    const placed = running.published
      .map(({ value }) => OrderPlaced.type.fromBuffer(value!.subarray(5)) as OrderPlaced)
      .find(({ order }) => order.orderNumber === orderNumber);
    expect(placed?.order.totals.grossMinor).toBe(grossMinor);
    const [listed] = (await running.ask('GET', `/admin/orders?orderNumber=${orderNumber}`)).body.items as object[];
    expect(listed).toMatchObject({
      id: placed?.orderId,
      orderNumber,
      state: 'accepted',
      documents: [],
      lastError: null,
    });
    const deliveries = (await running.ask('GET', `/v1/deliveries?orderNumber=${orderNumber}`)).body.items as object[];
    expect(deliveries).toMatchObject([{ id: body.id, state: 'placed', orderId: placed?.orderId, repeats: 0 }]);
  });
});
