import { describe, expect, it } from 'vitest';
import { AmendOrder, MASKED, OrderPlaced } from './index.js';
import { orderPlaced } from './fixtures/order-placed.js';
import { maskOf } from './masking.js';

describe('masking', () => {
  it('hides every personal value, however deep, and keeps the rest', () => {
    const masked = OrderPlaced.mask(orderPlaced);
    const text = JSON.stringify(masked);
    for (const personal of ['Ayşe', 'Yılmaz', '10000000146', 'Gül Sokak', 'ayse@example.com']) {
      expect(text).not.toContain(personal);
    }
    expect(masked).toMatchObject({
      orderId: orderPlaced.orderId,
      order: {
        orderNumber: '012-3-147-5012',
        totals: orderPlaced.order.totals,
        buyer: { name: MASKED, taxId: MASKED, taxIdScheme: 'TCKN', address: { street: MASKED, city: 'İstanbul' } },
      },
    });
  });

  it('shows that a personal value was absent', () => {
    expect(OrderPlaced.mask(orderPlaced)).toMatchObject({ order: { buyer: { phone: null } } });
  });

  it('hides a whole field whose text may hold anything', () => {
    const act = { orderId: '', actId: '', by: 'ops', reason: 'typo', seenRevision: null, seenCode: null };
    const amend = { ...act, mergePatch: '{"buyer":{"name":"Ali"}}' };
    expect(AmendOrder.mask(amend)).toEqual({ ...amend, mergePatch: MASKED });
  });

  it('drops what the schema does not know', () => {
    const mask = maskOf('{"type":"record","name":"R","fields":[{"name":"known","type":"string"}]}');
    expect(mask({ known: 'a', unknown: 'secret' })).toEqual({ known: 'a' });
  });

  it('reaches into arrays, maps and types referred to by name', () => {
    const name = { name: 'n', type: 'string', pii: true };
    const person = { type: 'record', name: 'Person', namespace: 'a.b', fields: [name] };
    const fields = [
      { name: 'first', type: person },
      { name: 'others', type: { type: 'array', items: 'a.b.Person' } },
      { name: 'byRole', type: { type: 'map', values: ['null', 'a.b.Person'] } },
    ];
    const mask = maskOf(JSON.stringify({ type: 'record', name: 'R', namespace: 'a.b', fields }));
    expect(mask({ first: { n: 'x' }, others: [{ n: 'y' }], byRole: { boss: { n: 'z' }, deputy: null } })).toEqual({
      first: { n: MASKED },
      others: [{ n: MASKED }],
      byRole: { boss: { n: MASKED }, deputy: null },
    });
  });
});
