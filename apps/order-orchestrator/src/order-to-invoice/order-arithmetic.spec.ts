import { describe, expect, it } from 'vitest';
import type { Order } from '@kervan/contracts';
import { captured, due, webOrder } from './fixtures/web-order.js';
import { mustAddUp, sumsThatDiffer } from './order-arithmetic.js';

const orderId = '26a2465c-4450-897a-a913-cf53105155b1';
const [line] = webOrder.lines as [Order['lines'][number]];
const [subtotal] = webOrder.taxes as [Order['taxes'][number]];

describe('an order that comes in', () => {
  it('passes when it adds up', () => expect(() => mustAddUp({ orderId, order: webOrder })).not.toThrow());

  it.each<[string, Partial<Order>, string, string]>([
    [
      'whose total is wrong',
      { totals: { ...webOrder.totals, grossMinor: 11_900 } },
      'totals-mismatch',
      '/totals/grossMinor is off by 100 minor units',
    ],
    ['whose line is wrong', { lines: [{ ...line, quantity: '2' }] }, 'line-mismatch', '/lines/0/amountMinor is off by 12000 minor units'],
    ['whose tax is wrong', { taxes: [{ ...subtotal, taxMinor: 1_900 }] }, 'tax-mismatch', '/taxes/0/taxMinor is off by 100 minor units'],
    [
      'whose rate is told twice',
      { taxes: [subtotal, { ...subtotal, taxableMinor: 0, taxMinor: 0 }] },
      'tax-mismatch',
      `/taxes/1 is off by ${subtotal.taxableMinor} minor units`,
    ],
    ['paid short', { payments: [captured] }, 'payments-mismatch', '/payments is off by 10000 minor units'],
    [
      'paid beyond its total',
      { payments: [captured, due, { ...captured, amountMinor: 1 }] },
      'payments-mismatch',
      '/payments is off by 1 minor units',
    ],
    ['with a quantity that is none', { lines: [{ ...line, quantity: 'two' }] }, 'invalid-quantity', 'cannot be read'],
  ])('%s is refused for good', (_what, changes, code, detail) => {
    const refused = expect(() => mustAddUp({ orderId, order: { ...webOrder, ...changes } }));
    refused.toThrow(expect.objectContaining({ name: 'PermanentFailure', code }));
    refused.toThrow(detail);
  });
});

describe('an amended order', () => {
  it('has no finding when it adds up', () => expect(sumsThatDiffer(webOrder)).toEqual([]));

  it('is not paid by payments of another total', () => {
    expect(sumsThatDiffer({ ...webOrder, payments: [due] })).toEqual([{ pointer: '/payments', code: 'payments-mismatch' }]);
  });
});
