import { describe, expect, it } from 'vitest';
import { divideRounded, sumOf, toKurus } from '../money.js';
import { CANARY_PERSON } from '../tills/canaries.js';
import { isTaxId } from '../world/tax-ids.js';
import { agreedOrderOf } from './agreed-order.js';
import { placeOrder } from './place-order.js';
import { MIN_SHOP_ORDERS, planShopOrders } from './plan-shops.js';
import { orderNumberOf } from './shop-order.js';

const firstNumbers = { moda: 20_001, ev: 50_001 };
const planned = planShopOrders({ orders: MIN_SHOP_ORDERS, seed: 1, firstNumbers });
const placedAt = new Date('2026-11-21T07:15:30.400Z');

type Payload = Record<string, string> & Record<string, Record<string, string>[]>;

const kurus = (text: string | undefined): bigint => toKurus(text ?? '') ?? -1n;
const sumOfAll = (texts: (string | undefined)[]): bigint => sumOf(texts.map(kurus));
const payloadsOf = (shop: string): Payload[] =>
  planned
    .filter(({ order, script }) => order.shop === shop && script.fault === undefined)
    .flatMap((each) => placeOrder(each, placedAt).webhooks.map(({ body }) => JSON.parse(body) as Payload));

describe('the plan of the shops', () => {
  it('is the same for the same seed and numbers, and another one for the next', () => {
    const again = (seed: number, moda: number) =>
      planShopOrders({ orders: MIN_SHOP_ORDERS, seed, firstNumbers: { moda, ev: 50_001 } });
    expect(again(1, 20_001)).toEqual(planned);
    expect(again(2, 20_001)).not.toEqual(planned);
    expect(again(1, 20_023)).not.toEqual(planned);
  });

  it('has 40 orders over the two shops, each with a number of its own', () => {
    expect(new Set(planned.map(({ order }) => orderNumberOf(order))).size).toBe(40);
    expect(planned.filter(({ order }) => order.shop === 'moda')).toHaveLength(22);
  });

  it.each(['moda', 'ev'])('lives through every end in %s', (shop) => {
    const ends = new Set(planned.filter(({ order }) => order.shop === shop).map(({ script }) => script.expectation));
    const all = ['attention:cancellation', 'compensated', 'completed', 'nothing', 'quarantined', 'refused'];
    expect([...ends]).toEqual(expect.arrayContaining([...all, 'waiting-for-payment']));
  });

  it.each(['moda', 'ev'])('has the canary in %s: in order, to be paid, and unusable', (shop) => {
    const ofCanary = planned.filter(({ order }) => order.shop === shop && order.customer.email === CANARY_PERSON.email);
    const ends = ofCanary.map(({ script }) => script.expectation);
    expect(ends).toEqual(['completed', 'waiting-for-payment', 'quarantined']);
  });

  it('has companies and persons with sound tax ids, final consumers, both price bases and all rates', () => {
    const customers = planned.map(({ order }) => order.customer);
    const ids = customers.flatMap(({ company, personId }) => company?.taxId ?? personId ?? []);
    expect(ids.filter((id) => !isTaxId(id))).toEqual([]);
    expect(customers.some(({ company, personId }) => !company && personId)).toBe(true);
    expect(customers.some(({ company, personId }) => !company && !personId)).toBe(true);
    expect(new Set(planned.map(({ order }) => order.priced.taxIncluded)).size).toBe(2);
    const rates = planned.flatMap(({ order }) => order.priced.taxes.map(({ rate }) => rate));
    expect(new Set(rates)).toEqual(new Set([1, 10, 20]));
    expect(planned.some(({ order }) => order.priced.couponPercent > 0)).toBe(true);
    expect(planned.some(({ order }) => order.priced.shipping.amount > 0n)).toBe(true);
  });

  it('is agreed with whom the webhooks name, by name and tax id, and over what they count', () => {
    const agreed = planned.map(({ order }) => ({ order, ...agreedOrderOf(order) }));
    for (const { order, buyer, lines } of agreed) {
      const { company, firstName, familyName, personId } = order.customer;
      expect(buyer.name).toBe(company?.name ?? `${firstName} ${familyName}`);
      expect(buyer.taxId).toBe(company?.taxId ?? personId);
      expect(lines.map(({ quantity }) => quantity)).toEqual(order.priced.lines.map((line) => String(line.quantity)));
    }
    expect(agreed.filter(({ buyer }) => buyer.taxId === undefined).length).toBeGreaterThan(0);
  });

  it('adds up to the kuruş, with the same tax by line and by rate, from net and from gross', () => {
    for (const { order } of planned) {
      const { lines, shipping, taxes, totals } = agreedOrderOf(order);
      const [net, gross] = [kurus(totals.net), kurus(totals.gross)];
      expect(sumOfAll(lines.map((line) => line.net)) + kurus(shipping.net)).toBe(net);
      expect(sumOfAll(lines.map((line) => line.gross)) + kurus(shipping.gross)).toBe(gross);
      expect(net + kurus(totals.tax)).toBe(gross);
      for (const { rate, taxable, tax } of taxes) {
        expect(kurus(tax)).toBe(divideRounded(kurus(taxable) * BigInt(rate), 100n));
      }
    }
  });
});

describe('the payload of a Shopify webhook', () => {
  it('adds up as Shopify reckons: lines, discounts, shipping, and tax unless it is included', () => {
    for (const payload of payloadsOf('moda')) {
      const lines = payload['line_items'] ?? [];
      const amounts = lines.map(({ price, quantity }) => kurus(price) * BigInt(quantity ?? 0));
      const allocated = lines.flatMap((line) => line['discount_allocations'] as unknown as { amount: string }[]);
      expect(sumOfAll(allocated.map(({ amount }) => amount))).toBe(kurus(payload['total_discounts']));
      const subtotal = sumOf(amounts) - kurus(payload['total_discounts']);
      expect(kurus(payload['subtotal_price'])).toBe(subtotal);
      const shipping = sumOfAll((payload['shipping_lines'] ?? []).map(({ price }) => price));
      const tax = (payload['taxes_included'] as unknown) === true ? 0n : kurus(payload['total_tax']);
      expect(kurus(payload['total_price'])).toBe(subtotal + shipping + tax);
      expect(sumOfAll((payload['tax_lines'] ?? []).map(({ price }) => price))).toBe(kurus(payload['total_tax']));
    }
  });

  it('tells of a later stage with a later updated_at', () => {
    const cancelled = payloadsOf('moda').filter((payload) => payload['cancelled_at']);
    expect(cancelled.length).toBeGreaterThan(1);
    for (const { updated_at: at, cancelled_at: since, created_at: placed } of cancelled) {
      expect([placed, since, at]).toEqual([
        '2026-11-21T10:15:30+03:00',
        '2026-11-21T10:15:33+03:00',
        '2026-11-21T10:15:33+03:00',
      ]);
    }
  });
});

describe('the payload of a WooCommerce webhook', () => {
  it('adds up as WooCommerce reckons: net lines, their tax, shipping and its tax', () => {
    for (const payload of payloadsOf('ev')) {
      const lines = payload['line_items'] ?? [];
      const net = sumOfAll(lines.map(({ total }) => total)) + kurus(payload['shipping_total']);
      const tax = sumOfAll(lines.map(({ total_tax: each }) => each)) + kurus(payload['shipping_tax']);
      expect(kurus(payload['total_tax'])).toBe(tax);
      expect(kurus(payload['total'])).toBe(net + tax);
      const before = sumOfAll(lines.map(({ subtotal }) => subtotal));
      expect(kurus(payload['discount_total'])).toBe(before - sumOfAll(lines.map(({ total }) => total)));
      const byRate = (payload['tax_lines'] ?? []).map(({ tax_total: goods, shipping_tax_total: shipping }) => {
        return kurus(goods) + kurus(shipping);
      });
      expect(sumOf(byRate)).toBe(tax);
    }
  });

  it('has the status that the payment has come to', () => {
    const statuses = new Set(payloadsOf('ev').map(({ status }) => status));
    const expected = ['cancelled', 'checkout-draft', 'completed', 'on-hold', 'pending', 'processing'];
    expect([...statuses].toSorted()).toEqual(expected);
  });
});
