import { describe, expect, it } from 'vitest';
import { type ErpHabits, ModelErp } from './model-erp.js';

const none = { knowsKeys: true, lookupLagMs: 0, refuses: [], refusesAtFirst: new Map(), refusesAgain: false } as const;

function erpOf(habits: Partial<ErpHabits>) {
  const erp = new ModelErp({ ...none, ...habits }, () => 0);
  const post = (key: string): number => {
    const body = JSON.stringify({ reference: `live:AM01:an-order:${key}` });
    return erp.take({ method: 'POST', path: '/v1/payments', query: new URLSearchParams(), headers: { 'idempotency-key': key }, body }).status;
  };
  return { erp, post };
}

describe('what comes again under its key', () => {
  it('is answered as before, and booked once', () => {
    const { erp, post } = erpOf({});
    expect([post('a'), post('a'), post('b')]).toEqual([201, 200, 201]);
    expect(erp.books).toHaveLength(2);
  });

  it('is refused, as often as it comes, by an ERP that asks its rules before it looks at keys; what is new is booked', () => {
    const { erp, post } = erpOf({ refusesAgain: true });
    expect([post('a'), post('a'), post('b'), post('a')]).toEqual([201, 422, 201, 422]);
    expect(erp.books).toHaveLength(2);
  });

  it('is booked twice by an ERP that knows no keys', () => {
    const { erp, post } = erpOf({ knowsKeys: false });
    expect([post('a'), post('a')]).toEqual([201, 201]);
    expect(erp.books).toHaveLength(2);
  });
});
