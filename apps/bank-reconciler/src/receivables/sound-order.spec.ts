import type { Order } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from '../fixtures/events.js';
import { isSound } from './sound-order.js';

const { order } = orderPlaced(dueOrder(), 500).data;
const [line] = order.lines as [Order['lines'][number]];
const [subtotal] = order.taxes as [Order['taxes'][number]];
const [due, captured] = order.payments as [Order['payments'][number], Order['payments'][number]];

describe('an order', () => {
  it('is sound where it adds up and is paid by its payments', () => expect(isSound(order)).toBe(true));

  it.each<[string, Partial<Order>]>([
    ['whose total is wrong', { totals: { ...order.totals, grossMinor: 11_900 } }],
    ['whose line is wrong', { lines: [{ ...line, quantity: '2' }] }],
    ['whose tax is wrong', { taxes: [{ ...subtotal, taxMinor: 1 }] }],
    ['with less due than its total leaves', { payments: [{ ...due, amountMinor: due.amountMinor - 1 }, captured] }],
    ['paid beyond its total', { payments: [due, captured, captured] }],
    ['with a quantity that is none', { lines: [{ ...line, quantity: 'two' }] }],
  ])('%s is not', (_what, changes) => expect(isSound({ ...order, ...changes })).toBe(false));
});
