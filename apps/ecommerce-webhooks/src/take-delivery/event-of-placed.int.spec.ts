import { eventually } from '@kervan/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changingProfiles } from '../fixtures/changing-profiles.js';
import { publishedOf, shopsThatSend } from '../fixtures/deliver.js';
import { type Reply, runningEcommerceWebhooks, type RunningEcommerceWebhooks } from '../fixtures/running-ecommerce-webhooks.js';
import { shopifyLines, shopifyOrder } from '../fixtures/shopify.js';
import { shops as shopsFile } from '../fixtures/shops.js';
import { standardOrder } from '../fixtures/standard.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';

/** One thing changed: what is sold costs less. */
const cheaper = {
  line_items: [shopifyLines[0]],
  total_price: '246.00',
  tax_lines: [{ price: '41.00', rate: 0.2 }],
};

describe('an event of an order that was placed by another profile', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  let number = 8_000;
  const at = (hour: number): string => `2026-11-21T${hour}:00:00`;
  /** In euro no order can be placed at all. */
  const { agree, cameTo } = changingProfiles(() => running);
  const newOrder = () => {
    const of = { id: (number += 1), order_number: number };
    return (changes: object = {}) => shopifyOrder({ ...of, updated_at: `${at(12)}Z`, ...changes });
  };

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterEach(() => running.changeShops(shopsFile));
  afterAll(() => running.stop());

  it.each<[string, (version: number) => Promise<Reply>, string]>([
    ['Shopify', (hour) => shops.shopify(shopifyOrder({ id: 7, order_number: 7, updated_at: `${at(hour)}Z` })), 'moda-7'],
    ['WooCommerce', (hour) => shops.woocommerce(woocommerceOrder({ id: 7, number: '7', date_modified_gmt: at(hour) })), 'ev-7'],
    ['a Standard Webhooks sender', (version) => shops.standard(standardOrder({ orderNumber: '7', version })), 'acme-7'],
  ])('of %s is recorded, or older', async (_whose, send, orderNumber) => {
    expect(await cameTo(await send(12), orderNumber)).toBe('placed');
    await agree({ currency: 'EUR' });
    expect(await cameTo(await send(13), orderNumber)).toBe('recorded');
    expect(await cameTo(await send(11), orderNumber)).toBe('older');
    await eventually('published', () => publishedOf(running, orderNumber).length > 0);
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
  });

  it.each<[string, object, object]>([
    ['payment method', { payments: {} }, {}],
    ['article without SKU', {}, { line_items: shopifyLines.map((line) => ({ ...line, sku: '' })) }],
  ])('is recorded though the profile has no %s', async (_what, mapping, changes) => {
    const order = newOrder();
    await agree({ articleWithoutSku: 'product-id' });
    expect(await cameTo(await shops.shopify(order(changes)), `moda-${number}`)).toBe('placed');
    await agree(mapping);
    const later = order({ ...changes, updated_at: `${at(13)}Z` });
    expect(await cameTo(await shops.shopify(later), `moda-${number}`)).toBe('recorded');
  });

  it('waits for a person where its money is another, or cannot be read', async () => {
    const order = newOrder();
    await shops.shopify(order());
    await agree({ currency: 'EUR' });
    const changed = await shops.shopify(order({ ...cheaper, updated_at: `${at(13)}Z` }));
    expect(await cameTo(changed, `moda-${number}`)).toBe('changed-after-placing');
    const wrong = await shops.shopify(order({ total_price: '1.00', updated_at: `${at(14)}Z` }));
    expect(await cameTo(wrong, `moda-${number}`)).toBe('totals-mismatch');
  });

  it.each<[string, object, object]>([
    [
      'has other fields for the tax number',
      { taxIdFrom: ['kimlik'] },
      { note_attributes: [...shopifyOrder().note_attributes as object[], { name: 'kimlik', value: '123' }] },
    ],
    [
      'holds two payment methods for different ones',
      { payments: { iyzico: { method: 'card' }, hediye: { method: 'voucher' } } },
      { payment_gateway_names: ['iyzico', 'hediye'] },
    ],
  ])('is recorded though the profile %s', async (_what, mapping, changes) => {
    const order = newOrder();
    await agree({ payments: { '*': { method: 'card' } } });
    expect(await cameTo(await shops.shopify(order(changes)), `moda-${number}`)).toBe('placed');
    await agree(mapping);
    const later = order({ ...changes, updated_at: `${at(13)}Z` });
    expect(await cameTo(await shops.shopify(later), `moda-${number}`)).toBe('recorded');
  });

  it('is recorded though what was sold without SKU is in the shop no longer', async () => {
    const order = newOrder();
    await agree({ articleWithoutSku: 'product-id' });
    const withoutSku = shopifyLines.map((line) => ({ ...line, sku: '' }));
    expect(await cameTo(await shops.shopify(order({ line_items: withoutSku })), `moda-${number}`)).toBe('placed');
    const gone = withoutSku.map((line) => ({ ...line, product_id: null, variant_id: null }));
    const later = await shops.shopify(order({ line_items: gone, updated_at: `${at(13)}Z` }));
    expect(await cameTo(later, `moda-${number}`)).toBe('recorded');
  });

  it('leaves nothing of an order that cannot be placed, and does nothing where a newer event is known', async () => {
    const order = newOrder();
    const unusable = order({ payment_gateway_names: ['paypal'] });
    expect(await cameTo(await shops.shopify(unusable), `moda-${number}`)).toBe('unknown-payment-method');
    const known = async () =>
      (await running.database.query('SELECT state FROM shop_order WHERE order_key = $1', [String(number)])).rows;
    expect(await known()).toEqual([]);
    const cancelled = order({ cancelled_at: `${at(13)}Z`, updated_at: `${at(13)}Z` });
    expect(await cameTo(await shops.shopify(cancelled), `moda-${number}`)).toBe('cancelled');
    expect(await cameTo(await shops.shopify(unusable), `moda-${number}`)).toBe('older');
    expect(await known()).toEqual([{ state: 'cancelled' }]);
    expect(publishedOf(running, `moda-${number}`)).toEqual([]);
  });

  it('waits for a person where its order was not placed', async () => {
    await agree({ currency: 'EUR' });
    const order = newOrder();
    expect(await cameTo(await shops.shopify(order()), `moda-${number}`)).toBe('unexpected-currency');
    const unpaid = order({ financial_status: 'pending', updated_at: `${at(11)}Z` });
    expect(await cameTo(await shops.shopify(unpaid), `moda-${number}`)).toBe('waiting');
    const paid = order({ updated_at: `${at(13)}Z` });
    expect(await cameTo(await shops.shopify(paid), `moda-${number}`)).toBe('unexpected-currency');
    expect(publishedOf(running, `moda-${number}`)).toEqual([]);
  });

  it('is released from the quarantine once its order was placed otherwise', async () => {
    await agree({ currency: 'EUR' });
    const order = newOrder();
    const { body } = await shops.shopify(order({ updated_at: `${at(13)}Z` }));
    await running.changeShops(shopsFile);
    await shops.shopify(order());
    await agree({ currency: 'EUR' });
    const act = { by: 'ada', reason: 'the order is placed' };
    const released = await running.ask('POST', `/v1/quarantine/${String(body.id)}/release`, act);
    expect([released.status, released.body.outcome]).toEqual([200, 'recorded']);
  });
});
