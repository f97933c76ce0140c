import { describe, expect, it } from 'vitest';
import {
  AmendOrder,
  CancelSalesOrder,
  InvoiceNumberVoided,
  MASKED,
  Mode,
  OrderCancelled,
  OrderPlaced,
  OrderReversed,
  PauseOrder,
  PaymentPosted,
  type RecordType,
  ResumeOrder,
  RetryStep,
  SkipStep,
  VoidInvoice,
} from './index.js';
import { orderPlaced } from './fixtures/order-placed.js';
import { maskOf } from './masking.js';

const ids = { orderId: '', commandId: '' };
const at = '2026-11-21T08:00:00.000Z';
const act = { orderId: '', actId: '', by: 'ops', reason: 'typo', seenRevision: null, seenCode: null };

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
    const masked = AmendOrder.mask({ ...act, mergePatch: '{"buyer":{"name":"Ali"}}' });
    expect(masked).toEqual({ ...act, by: MASKED, reason: MASKED, mergePatch: MASKED });
  });

  it('hides who cancelled an order, and why, on its whole way back', () => {
    const asked = { orderId: '', orderNumber: 'moda-1001', cancelledAt: at };
    hidesOnly(['reason', 'requestedBy'], OrderCancelled, { ...asked, reason: 'Ayşe moved', requestedBy: 'Ali' });
    const cancel = { ...ids, orderNumber: 'moda-1001', company: 'anadolu', mode: Mode.live, erpNumber: 'SO-1' };
    hidesOnly(['reason'], CancelSalesOrder, { ...cancel, reason: 'Ayşe moved' });
    hidesOnly(['reason'], VoidInvoice, { ...ids, invoiceNumber: 'KRV1', reason: 'Ayşe moved' });
    hidesOnly(['reason'], InvoiceNumberVoided, { orderId: '', invoiceNumber: 'KRV1', reason: 'Ayşe moved', voidedAt: at });
    const reversed = { orderId: '', orderNumber: 'moda-1001', reversedAt: at, documents: [] };
    hidesOnly(['reason'], OrderReversed, { ...reversed, reason: 'Ayşe moved' });
  });

  it('hides the operator who acts, and why', () => {
    const { seenRevision: _revision, seenCode: _code, ...pause } = act;
    hidesOnly(['by', 'reason'], PauseOrder, pause);
    hidesOnly(['by', 'reason'], ResumeOrder, pause);
    hidesOnly(['by', 'reason'], RetryStep, act);
    hidesOnly(['by', 'reason'], SkipStep, { ...act, step: 'post-order', facts: '{"erpNumber":"SO-1"}' });
  });

  it('hides the reference of a payment, as it was told and as it was booked', () => {
    const [payment] = orderPlaced.order.payments;
    expect(OrderPlaced.mask(orderPlaced)).toMatchObject({ order: { payments: [{ ...payment, reference: MASKED }] } });
    const booked = { reference: '004211', amountMinor: 9_980 };
    expect(PaymentPosted.mask({ ...ids, erpNumber: 'P-1', bookedPayments: [booked] })).toMatchObject({
      erpNumber: 'P-1',
      bookedPayments: [{ ...booked, reference: MASKED }],
    });
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

/** Of a record these fields are hidden, and no other. */
function hidesOnly<T extends object>(fields: readonly (keyof T)[], record: RecordType<T>, data: T): void {
  const hidden = Object.fromEntries(fields.map((field) => [field, MASKED]));
  expect(record.mask(data)).toEqual({ ...data, ...hidden });
}
