import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopsThatSend } from '../fixtures/deliver.js';
import { runningEcommerceWebhooks, type RunningEcommerceWebhooks } from '../fixtures/running-ecommerce-webhooks.js';
import { shopifyOrder } from '../fixtures/shopify.js';
import { secrets, shops as shopsFile, signed } from '../fixtures/shops.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';

describe('the secrets of a shop', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  let number = 7_000;
  const deliver = async (secret: string): Promise<number> =>
    (await shops.shopify(shopifyOrder({ id: (number += 1), order_number: number }), { secret })).status;
  const having = (...own: object[]): unknown => ({
    shops: shopsFile.shops.map((shop) => (shop.code === 'moda' ? { ...shop, secrets: own } : shop)),
  });
  const inAnHour = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterAll(() => running.stop());

  it('are exchanged under load without one delivery refused', async () => {
    const answers: number[] = [];
    let secret: string = secrets.moda;
    let going = true;
    const load = (async () => {
      while (going) answers.push(await deliver(secret));
    })();
    await eventually('deliveries', () => answers.length > 3);
    await running.changeShops(having({ name: 'moda', notAfter: inAnHour(1) }, { name: 'moda-next' }));
    secret = secrets['moda-next'];
    const before = answers.length;
    await eventually('deliveries under the next secret', () => answers.length > before + 3);
    await running.changeShops(having({ name: 'moda-next' }));
    going = false;
    await load;
    expect(new Set(answers)).toEqual(new Set([202]));
    expect(await deliver(secrets.moda)).toBe(401);
  });

  it('count from their first date and to their last', async () => {
    await running.changeShops(
      having({ name: 'moda', notAfter: inAnHour(-1) }, { name: 'moda-next', notBefore: inAnHour(1) }),
    );
    expect([await deliver(secrets.moda), await deliver(secrets['moda-next'])]).toEqual([401, 401]);
    await running.changeShops(
      having({ name: 'moda', notAfter: inAnHour(1) }, { name: 'moda-next', notBefore: inAnHour(-1) }),
    );
    expect([await deliver(secrets.moda), await deliver(secrets['moda-next'])]).toEqual([202, 202]);
  });

  it('are read again when their file changes', async () => {
    await running.changeSecret('moda', 'another-secret-of-moda');
    expect([await deliver(secrets.moda), await deliver('another-secret-of-moda')]).toEqual([401, 202]);
    await running.changeSecret('moda', secrets.moda);
  });

  it('are no two shops of: one that becomes the secret of another shop is not taken over', async () => {
    await running.changeSecret('ev', secrets.moda);
    const order = JSON.stringify(woocommerceOrder());
    const headers = { 'x-wc-webhook-signature': signed(order, secrets.moda), 'x-wc-webhook-topic': 'order.created' };
    expect((await shops.post('ev', order, headers)).status).toBe(401);
    expect(running.logged()).toContain('the secret ev of ev is also one of moda');
    expect((await shops.woocommerce(woocommerceOrder())).status).toBe(202);
    await running.changeSecret('ev', secrets.ev);
  });

  it('stay in force while a file is broken', async () => {
    await running.changeShops('nothing like it');
    await running.changeSecret('moda', 'short');
    expect([await deliver(secrets.moda), await deliver('short')]).toEqual([202, 401]);
    expect(running.logged()).toContain('those read before stay in force');
    expect(running.logged()).not.toContain('another-secret-of-moda');
  });
});
