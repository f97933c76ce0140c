import { eventually, lockWaits, ownConnection } from '@kervan/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changingProfiles } from '../fixtures/changing-profiles.js';
import { publishedOf, shopsThatSend } from '../fixtures/deliver.js';
import { runningEcommerceWebhooks, type RunningEcommerceWebhooks } from '../fixtures/running-ecommerce-webhooks.js';
import { shops as shopsFile } from '../fixtures/shops.js';
import { reRated, woocommerceLines, woocommerceOrder } from '../fixtures/woocommerce.js';

const RATES = { taxRates: { 1: '20', 2: '1' } };

/** The taxes of the usual order, without their percentages. */
const untold = (woocommerceOrder().tax_lines as object[]).map((line) => ({ ...line, rate_percent: null }));

/** The taxes of an order with another percentage told of the first. */
const telling = (ratePercent: number, { tax_lines } = woocommerceOrder()): object => {
  const [first, ...others] = tax_lines as object[];
  return { tax_lines: [{ ...first, rate_percent: ratePercent }, ...others] };
};

describe('an event of an order that was placed with the rates of the profile', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  const { agree, cameTo } = changingProfiles(() => running);
  let number = 8_500;
  const orderNumber = (): string => `ev-${number}`;
  const placed = async (taxes: object = { tax_lines: untold }, rates: object = RATES) => {
    const of = { id: (number += 1), number: String(number), ...taxes };
    const order = (hour: number, changes: object = {}) =>
      woocommerceOrder({ ...of, date_modified_gmt: `2026-11-21T${hour}:00:00`, ...changes });
    await agree(rates);
    expect(await cameTo(await shops.woocommerce(order(12)), orderNumber())).toBe('placed');
    return order;
  };

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterEach(() => running.changeShops(shopsFile));
  afterAll(() => running.stop());

  it.each<[string, object]>([
    ['is set up no longer', {}],
    ['is another one', { 1: '18', 2: '8' }],
  ])('is recorded though a rate %s', async (_what, taxRates) => {
    const order = await placed();
    await agree({ taxRates });
    const told: [number, string, string][] = [
      [13, 'completed', 'recorded'],
      [14, 'refunded', 'recorded'],
      [15, 'cancelled', 'cancelled'],
      [14, 'completed', 'older'],
    ];
    for (const [hour, status, outcome] of told) {
      expect(await cameTo(await shops.woocommerce(order(hour, { status })), orderNumber())).toBe(outcome);
    }
    const published = (): string[] => publishedOf(running, orderNumber());
    await eventually('both are published', () => published().length === 2);
    expect(published()).toEqual(['OrderPlaced', 'OrderCancelled']);
  });

  it('waits for a person where what is sold is another, or has a rate that nobody tells', async () => {
    const order = await placed();
    await agree({ taxRates: {} });
    const others = woocommerceLines.map((line) => ({ ...line, name: 'Tabak' }));
    const changed = await shops.woocommerce(order(13, { line_items: others }));
    expect(await cameTo(changed, orderNumber())).toBe('changed-after-placing');
    const tax = { rate_id: 9, rate_percent: null, tax_total: '0.00', shipping_tax_total: '0.00' };
    const further = await shops.woocommerce(order(14, { tax_lines: [...untold, tax] }));
    expect(await cameTo(further, orderNumber())).toBe('unknown-tax-rate');
  });

  it.each<[string, object, object]>([
    ['the order alone told', {}, {}],
    ['the profile told, too', {}, RATES],
    ['the profile alone told', { tax_lines: untold }, RATES],
    ['the profile told, and the order another', telling(18), RATES],
  ])('waits for a person, once, where the shop has changed a rate that %s', async (_who, taxes, rates) => {
    const order = await placed(taxes, rates);
    expect(await cameTo(await shops.woocommerce(order(13, reRated)), orderNumber())).toBe('changed-after-placing');
    const later = order(14, { ...reRated, status: 'completed' });
    expect(await cameTo(await shops.woocommerce(later), orderNumber())).toBe('recorded');
  });

  it('is recorded though it tells another rate than the profile did, as its order had', async () => {
    const order = await placed(telling(10));
    await agree({ taxRates: {} });
    expect(await cameTo(await shops.woocommerce(order(13)), orderNumber())).toBe('recorded');
  });

  it('is recorded though its shop tells another rate by now, while its taxes are as they were', async () => {
    const order = await placed({}, { taxRates: {} });
    const saved = await shops.woocommerce(order(13, { status: 'completed', ...telling(10) }));
    expect(await cameTo(saved, orderNumber())).toBe('recorded');
  });

  it('waits for a person, once, where the profile tells a rate that the shop has changed, and the order does not', async () => {
    const order = await placed(telling(18));
    const changed = { ...reRated, ...telling(18, reRated) };
    expect(await cameTo(await shops.woocommerce(order(13, changed)), orderNumber())).toBe('tax-mismatch');
    await agree({ taxRates: { 1: '10' } });
    expect(await cameTo(await shops.woocommerce(order(14, changed)), orderNumber())).toBe('changed-after-placing');
    const later = order(15, { ...changed, status: 'completed' });
    expect(await cameTo(await shops.woocommerce(later), orderNumber())).toBe('recorded');
  });

  it('waits for a person where an earlier release has placed it, until it was read once with the rates of then', async () => {
    const order = await placed();
    await running.database.query('UPDATE shop_order SET tax_rates = NULL WHERE order_number = $1', [orderNumber()]);
    await agree({ taxRates: {} });
    const later = await shops.woocommerce(order(13));
    expect(await cameTo(later, orderNumber())).toBe('unknown-tax-rate');
    await agree(RATES);
    const act = { by: 'ada', reason: 'the rates are set up again' };
    const released = await running.ask('POST', `/v1/quarantine/${String(later.body.id)}/release`, act);
    expect([released.status, released.body.outcome]).toEqual([200, 'recorded']);
    await agree({ taxRates: {} });
    expect(await cameTo(await shops.woocommerce(order(14)), orderNumber())).toBe('recorded');
  });

  it('is recorded, too, where its order is placed and not committed yet', async () => {
    const order = await placed();
    await agree({ taxRates: {} });
    const other = await ownConnection(running.superuserUrl);
    try {
      await other.query(`CREATE TEMP TABLE held AS SELECT * FROM shop_order WHERE order_number = '${orderNumber()}'`);
      await other.query('DELETE FROM shop_order WHERE order_number = $1', [orderNumber()]);
      await other.query('BEGIN');
      await other.query('INSERT INTO shop_order SELECT * FROM held');
      const answer = shops.woocommerce(order(13));
      const answered = answer.then(() => true);
      await eventually('it waits for the first', async () => {
        return (await lockWaits(running.database, 'INSERT INTO shop_order')) > 0 || Promise.race([answered, false]);
      });
      await other.query('COMMIT');
      expect(await cameTo(await answer, orderNumber())).toBe('recorded');
    } finally {
      await other.end();
    }
  });
});
