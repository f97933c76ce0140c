import { randomUUID } from 'node:crypto';
import { OutboxPressure } from '@kervan/messaging';
import { commitCutter, eventually } from '@kervan/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { publishedOf, shopsThatSend } from '../fixtures/deliver.js';
import {
  request,
  runningEcommerceWebhooks,
  type RunningEcommerceWebhooks,
} from '../fixtures/running-ecommerce-webhooks.js';
import { shopifyOrder } from '../fixtures/shopify.js';

describe('a delivery in an outage', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  let number = 4_000;
  const order = () => shopifyOrder({ id: (number += 1), order_number: number });

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => running.stop());

  it('whose commit is not answered gets 503, and is a duplicate when it comes again, with one order', async () => {
    const cutter = await commitCutter(running.databaseUrl);
    const replica = await running.replica(cutter.url);
    const cut = shopsThatSend(() => ({
      request: (method, path, options) => request(replica.url, method, path, options),
    }));
    const [id, content] = [randomUUID(), order()];
    cutter.cut();
    const lost = await cut.shopify(content, { id });
    cutter.mend();
    expect([lost.status, lost.body.code, lost.body.recorded]).toEqual([503, 'dependency-unavailable', 'unknown']);
    expect(lost.headers.get('retry-after')).toBe('5');
    const again = await eventually('the database is back', async () => {
      const reply = await cut.shopify(content, { id });
      return reply.status === 202 && reply;
    });
    expect(again.body.status).toBe('duplicate');
    await eventually('published', () => publishedOf(running, `moda-${number}`).length === 1);
    await replica.stop();
    await cutter.close();
  });

  it('is sent away while too much waits to be passed on, once it is known to be authentic', async () => {
    vi.spyOn(running.service.app.get(OutboxPressure, { strict: false }), 'isHigh').mockReturnValue(true);
    const paused = await shops.shopify(order());
    expect([paused.status, paused.body.code, paused.headers.get('retry-after')]).toEqual([
      503,
      'webhooks-paused',
      '10',
    ]);
    expect((await shops.shopify(order(), { secret: 'another secret' })).status).toBe(401);
  });
});
