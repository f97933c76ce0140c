import { describe, expect, it } from 'vitest';
import { profileOf, stageOf, wrongWith } from '../../fixtures/reading.js';
import { moda, placed, wrong } from '../../fixtures/reading-shopify.js';
import { shopifyLines, shopifyOrder } from '../../fixtures/shopify.js';

const [cup] = shopifyLines;

describe('a Shopify order is', () => {
  it.each<[string, object, string]>([
    ['paid', {}, 'payable'],
    ['paid, and partly refunded', { financial_status: 'partially_refunded' }, 'payable'],
    ['pending by card', { financial_status: 'pending' }, 'unpaid'],
    ['pending by bank deposit', { financial_status: 'pending', payment_gateway_names: ['bank deposit'] }, 'payable'],
    ['pending in a way that is not known', { financial_status: 'pending', payment_gateway_names: ['?'] }, 'unpaid'],
    ['authorised', { financial_status: 'authorized' }, 'unpaid'],
    ['partly paid', { financial_status: 'partially_paid' }, 'unpaid'],
    ['refunded', { financial_status: 'refunded' }, 'unpaid'],
    ['voided', { financial_status: 'voided' }, 'unpaid'],
    ['of no status', { financial_status: null }, 'unpaid'],
    ['cancelled, though paid', { cancelled_at: '2026-11-21T10:00:00+03:00' }, 'cancelled'],
    ['a test', { test: true }, 'ignored'],
    ['a cancelled test', { test: true, cancelled_at: '2026-11-21T10:00:00+03:00' }, 'ignored'],
  ])('%s', (_what, changes, stage) => expect(stageOf(moda, shopifyOrder({ ...changes }))).toBe(stage));

  it('not cancelled by its topic, which nobody has signed', () => {
    expect(wrongWith(moda, shopifyOrder(), 'orders/cancelled')).toEqual(['cancellation-without-date #/cancelled_at']);
  });

  it('due by transfer where the profile says so', () => {
    const pending = { financial_status: 'pending', payment_gateway_names: ['Bank Deposit'] };
    expect(placed(pending).payments).toMatchObject([{ method: 'transfer', status: 'due', amountMinor: 30_100 }]);
  });

  it('paid by several ways that are one to us, or else nobody knows', () => {
    const mapping = { payments: { 'a': pay('card'), 'b': pay('card'), '*': pay('voucher') } };
    const several = profileOf('moda', mapping);
    expect(placed({ payment_gateway_names: ['a', 'B'] }, several).payments).toMatchObject([{ method: 'card' }]);
    expect(placed({ payment_gateway_names: ['any'] }, several).payments).toMatchObject([{ method: 'voucher' }]);
    expect(wrong({ payment_gateway_names: ['a', 'c'] }, several)).toEqual([
      'several-payment-methods #/payment_gateway_names',
    ]);
  });

  it('paid by nothing where there is nothing to pay', () => {
    const free = {
      ...cup,
      price: '12.00',
      discount_allocations: [{ amount: '24.00' }],
      tax_lines: [{ price: '0.00', rate: 0.2 }],
    };
    const order = placed({
      line_items: [free],
      shipping_lines: [],
      tax_lines: [],
      total_price: '0.00',
      payment_gateway_names: [],
    });
    expect([order.payments, order.totals.grossMinor]).toEqual([[], 0]);
  });
});

function pay(method: string): { method: string; whenPaid: 'captured'; whenPending: 'wait' } {
  return { method, whenPaid: 'captured', whenPending: 'wait' };
}
