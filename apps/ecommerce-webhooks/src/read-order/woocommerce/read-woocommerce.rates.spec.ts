import { describe, expect, it } from 'vitest';
import { profileOf, wrongWith } from '../../fixtures/reading.js';
import { reRated, woocommerceOrder } from '../../fixtures/woocommerce.js';
import { readDelivery } from '../read-delivery.js';
import { Stage, type TaxRates, type ToldOrder, Unusable } from '../reading.js';

type Told = number | null;

/** The order with these percentages told of its two rates; `taxes` are those of its fields that tell what it costs. */
function telling([first, second]: readonly [Told, Told], taxes: object = {}): object {
  const order = woocommerceOrder({ ...taxes });
  const [one, other] = order.tax_lines as object[];
  return { ...order, tax_lines: [{ ...one, rate_percent: first }, { ...other, rate_percent: second }] };
}

/** A paid order that is not translated yet. */
function toldOrder(order: object, taxRates: TaxRates): ToldOrder {
  const body = Buffer.from(JSON.stringify(order));
  const delivery = { deliveryId: 'd-1', topic: 'order.updated', body, receivedAt: new Date('2026-11-21T07:00:00Z') };
  const reading = readDelivery(delivery, profileOf('ev', { taxRates }));
  if (reading.kind === 'event' && reading.event.stage === Stage.payable) return reading.event;
  throw new Error(`not payable: ${JSON.stringify(reading)}`);
}

/** The percentages that what is sold is read at; what keeps it from being read, where it cannot. */
function readAt(order: object, placedWith: TaxRates | null, taxRates: TaxRates): string {
  try {
    const { sold, taxRates: kept } = toldOrder(order, taxRates).sold(placedWith);
    const percents = sold.taxes.map(({ tax }) => tax.ratePercent);
    expect(Object.values(kept)).toEqual(percents);
    return percents.join(' and ');
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return [...new Set(error.findings.map(({ code }) => code))].join(', ');
  }
}

const KEPT = { 1: '20', 2: '1' };

describe('a WooCommerce order is placed at', () => {
  it.each<[string, readonly [Told, Told], TaxRates]>([
    ['it tells itself', [20, 1], {}],
    ['the profile tells', [null, null], KEPT],
    ['the profile tells, though it tells others itself', [10, 8], KEPT],
    ['either tells', [20, null], { 2: '1' }],
  ])('the rates that %s, and these are kept', (_who, told, taxRates) => {
    expect(toldOrder(telling(told), taxRates).place().taxRates).toEqual(KEPT);
  });

  it('no rate that its taxes do not follow from, though it tells the right one', () => {
    expect(wrongWith(profileOf('ev', { taxRates: { 1: '18' } }), telling([20, 1])).join()).toContain('tax-mismatch');
  });
});

describe('what a WooCommerce order sells, once it is placed at 20 and 1,', () => {
  it.each<[string, readonly [Told, Told], TaxRates]>([
    ['it tells the same', [20, 1], {}],
    ['it tells others', [10, 8], {}],
    ['its shop has that rate no longer', [0, 1], {}],
    ['it tells none', [null, null], {}],
    ['the profile tells others', [20, 1], { 1: '18', 2: '8' }],
    ['all of these', [10, null], { 1: '18', 2: '8' }],
  ])('is read at these whatever is told since: %s', (_what, told, taxRates) => {
    expect(readAt(telling(told), KEPT, taxRates)).toBe('20 and 1');
  });

  it.each<[string, readonly [Told, Told], TaxRates, object?]>([
    ['it tells', [10, 1], {}],
    ['it tells, though the profile tells another', [10, 1], { 1: '18' }],
    ['the profile tells', [null, 1], { 1: '10' }],
    ['the profile tells, though it tells another', [18, 1], { 1: '10' }],
    ['it tells, where what it tells of the other rate is wrong', [10, 8], {}],
    ['it tells, with the tax on top of its prices', [10, 8], {}, { prices_include_tax: false }],
  ])('is read at another rate where its tax follows from that alone: one that %s', (_who, told, taxRates, changes = {}) => {
    expect(readAt(telling(told, { ...reRated, ...changes }), KEPT, taxRates)).toBe('10 and 1');
  });

  it.each<[string, readonly [Told, Told], TaxRates]>([
    ['nobody tells', [18, 1], { 1: '8' }],
    ['is told as no percentage', [120, 1], {}],
  ])('cannot be read where its tax follows from a rate that %s', (_what, told, taxRates) => {
    expect(readAt(telling(told, reRated), KEPT, taxRates)).toBe('tax-mismatch');
  });

  it.each<[string, readonly [Told, Told], TaxRates, string]>([
    ['the profile tells', [10, 1], { 1: '20' }, '20 and 1'],
    ['it tells, where the profile tells others by now', [20, 1], { 1: '18', 2: '8' }, '20 and 1'],
    ['either tells', [20, 8], { 1: '18', 2: '1' }, '20 and 1'],
    ['nobody tells', [10, 1], { 1: '18' }, 'tax-mismatch'],
  ])('by an earlier release, which has kept no rate, is read at those that %s', (_who, told, taxRates, expected) => {
    expect(readAt(telling(told), null, taxRates)).toBe(expected);
  });
});
