import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopsThatSend } from '../fixtures/deliver.js';
import { runningEcommerceWebhooks, type RunningEcommerceWebhooks } from '../fixtures/running-ecommerce-webhooks.js';
import { shopifyOrder } from '../fixtures/shopify.js';
import { shops as shopsFile } from '../fixtures/shops.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';

describe('what a shop may send in a minute', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  let number = 8_500;
  const deliver = (secret?: string) =>
    shops.shopify(shopifyOrder({ id: (number += 1), order_number: number }), secret === undefined ? {} : { secret });
  const deliveries = async (): Promise<number> =>
    (await running.database.query('SELECT count(*)::int AS taken FROM webhook_delivery')).rows[0].taken as number;

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
    await running.changeShops({
      shops: shopsFile.shops.map((shop) => (shop.code === 'moda' ? { ...shop, requestsPerMinute: 2 } : shop)),
    });
  });
  afterAll(() => running.stop());

  it('is its own; what is refused is told when to come again, and leaves nothing behind', async () => {
    expect([(await deliver()).status, (await deliver()).status]).toEqual([202, 202]);
    const refused = await deliver();
    expect(refused.body).toMatchObject({ status: 429, code: 'rate-limited', recorded: 'nothing', retryable: true });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await deliveries()).toBe(2);
    expect((await shops.woocommerce(woocommerceOrder())).status).toBe(202);
  });

  it('is not used up by what is not signed: that is counted by its address, and there told to wait', async () => {
    const seen: number[] = [];
    for (let sent = 0; sent < 62; sent += 1) seen.push((await deliver('not-the-secret-of-moda')).status);
    expect([seen[0], seen.at(-1)]).toEqual([401, 429]);
    expect((await shops.woocommerce(woocommerceOrder())).status, 'a signed one passes').toBe(202);
  });
});
