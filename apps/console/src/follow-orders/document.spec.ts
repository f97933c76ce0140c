import { DocumentType, type Message, Mode, RetryStep } from '@kervan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesOf, PERSONAL } from '../fixtures/order-messages.js';
import { received } from '../fixtures/received.js';
import { start, told } from '../fixtures/told.js';
import { documentOf, type OrderDocument } from './document.js';
import { type Happening } from './happening.js';
import { happeningOf } from './happening-of-message.js';

const orderId = '019aa5c1-7e2b-8c3d-9a4e-5f6071829304';
const m = messagesOf({ orderId, orderNumber: 'moda-1001', invoiceNumber: 'KRV2026000000001', erpNumber: 'SO-1001' });
const document = (...messages: readonly Message[]): OrderDocument => documentOf(told(...messages)).document;
const cancelled = m.cancelled();
const retried = RetryStep.of({ orderId, actId: orderId, by: PERSONAL, reason: PERSONAL, seenRevision: null, seenCode: null });
const stuck = (step: string): Message => m.needsAttention(step, 'no-answer', 'Nobody answered.', '2026-11-21T07:20:00.000Z');
const wholeWay = [
  m.placed(),
  m.taken(),
  m.orderPosted(),
  stuck('issue-invoice'),
  retried,
  m.attentionResolved('issue-invoice', 'no-answer'),
  m.invoiceNumbered(),
  m.invoiceCleared(),
  m.invoicePosted(),
  m.paymentPosted(),
  m.completed(),
];

describe('the document of an order', () => {
  it('is on its way and completed as its messages tell', () => {
    expect(document(m.placed()).state).toBe('on_its_way');
    expect(document(m.placed(), m.taken()).state).toBe('on_its_way');
    expect(document(...wholeWay)).toMatchObject({
      state: 'completed',
      attention: null,
      orderNumber: 'moda-1001',
      grossMinor: 124_990,
      erpNumber: 'SO-1001',
      invoiceNumber: 'KRV2026000000001',
      firstAt: '2026-11-21T07:15:00.000Z',
      changedAt: '2026-11-21T07:15:10.000Z',
    });
  });

  it('is taken back at the end of its undoing', () => {
    expect(document(m.placed(), m.taken(), m.orderPosted(), cancelled, m.orderCancelled(), m.reversed()).state).toBe(
      'reversed',
    );
  });

  it('is the same whatever the order of arrival, and however often a message comes', () => {
    const happenings = told(...wholeWay, m.taken(90_000), m.paymentMatched(), cancelled, stuck('book-invoice'));
    const expected = documentOf(happenings);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(happenings, { minLength: happenings.length }),
        fc.subarray(happenings),
        (shuffled, repeated) => {
          const arrived = [...shuffled, ...repeated] as [Happening, ...Happening[]];
          const { document: derived, terms } = documentOf(arrived);
          expect(derived).toEqual(expected.document);
          expect(new Set(terms)).toEqual(new Set(expected.terms));
        },
      ),
    );
  });

  it('is known by its numbers before its source has told of it', () => {
    const early = document(m.invoiceNumbered(), m.invoiceCleared());
    expect(early).toMatchObject({ state: 'on_its_way', orderNumber: 'moda-1001', channel: null, grossMinor: null });
  });

  it('follows the first record of the order, whatever the version of another', () => {
    const changed = m.placed({ version: 2, mode: Mode.test });
    expect(document(changed, m.placed()).mode).toBe('test');
    expect(document(m.placed(), changed).mode).toBe('live');
  });

  it('follows the record that was taken, which a first one that does not add up is not', () => {
    const [bad, mended, again] = told(m.placed(), m.placed({ mode: Mode.test }), m.placed());
    const taken = [mended, again].map((placing, index) => {
      const at = new Date(start + 10_000 + index).toISOString();
      return happeningOf(received(m.taken(), { at, causationId: placing!.messageId }));
    });
    expect(documentOf([bad, mended!]).document.mode).toBe('live');
    expect(documentOf([bad, mended!, again!, ...taken.toReversed()]).document.mode).toBe('test');
  });

  it('is found by every number that its messages name', () => {
    const { terms } = documentOf(told(m.placed(), m.orderPosted(), m.invoiceNumbered(), m.invoicePosted()));
    expect(terms).toEqual([
      { kind: 'order_id', text: orderId },
      { kind: 'order_number', text: 'moda-1001' },
      { kind: 'shop_order', text: '#1001-W' },
      { kind: 'correlation_id', text: 'till-1' },
      { kind: 'erp_number', text: 'SO-1001' },
      { kind: 'invoice_number', text: 'KRV2026000000001' },
      { kind: 'erp_number', text: 'I-SO-1001' },
    ]);
  });

  it('is found by the numbers of what a person has booked, which its end tells', () => {
    const documents = [
      { type: DocumentType.erp_sales_order, number: 'SO-9', issuedOn: null },
      { type: DocumentType.invoice, number: 'KRV9', issuedOn: null },
      { type: DocumentType.erp_payment, number: 'P-9', issuedOn: null },
    ];
    const { document: order, terms } = documentOf(told(m.placed(), m.skipped('post-order'), m.completed(documents)));
    expect(order.erpNumber).toBe('SO-9');
    expect(terms.filter(({ kind }) => kind === 'erp_number').map(({ text }) => text)).toEqual(['SO-9', 'P-9']);
  });

  it('keeps nothing personal of any message', () => {
    const kept = JSON.stringify(told(...wholeWay, m.amended({ buyer: { name: PERSONAL }, note: PERSONAL }), cancelled, m.reversed()));
    expect(JSON.stringify(wholeWay.map(({ data }) => data))).toContain(PERSONAL);
    expect(kept).not.toContain(PERSONAL);
  });
});

describe('an order that waits for a person', () => {
  const waiting = (...after: readonly Message[]): OrderDocument =>
    document(m.placed(), m.taken(), m.orderPosted(), stuck('issue-invoice'), ...after);

  it('tells step, reason and since when', () => {
    expect(waiting()).toMatchObject({
      state: 'needs_attention',
      attention: { step: 'issue-invoice', code: 'no-answer', since: '2026-11-21T07:20:00.000Z' },
    });
  });

  it('goes on once that is told', () => {
    expect(waiting(m.attentionResolved('issue-invoice', 'no-answer'))).toMatchObject({ state: 'on_its_way', attention: null });
  });

  it.each([
    ['the order is confirmed once more', m.taken()],
    ['the order is placed once more', m.placed()],
    ['an operator tries again, which may have been meant for an earlier moment', retried],
    ['the step succeeds after all', m.invoiceNumbered()],
    ['its source cancels it', cancelled],
  ])('goes on waiting when %s, as long as nothing else is told', (_what, message) => {
    expect(waiting(message)).toMatchObject({ state: 'needs_attention', attention: waiting().attention });
  });

  it('waits since the same time when that is told again, and is completed again when that is', () => {
    expect(waiting(m.taken(), stuck('issue-invoice')).attention).toEqual(waiting().attention);
    expect(document(...wholeWay, m.placed(), m.taken(), m.completed()).state).toBe('completed');
  });

  it.each<[string, Message[], string]>([
    ['after it was completed', [m.completed(), stuck('post-payment')], 'needs_attention'],
    ['before it is completed', [stuck('post-payment'), m.completed()], 'completed'],
    ['after it was taken back', [m.reversed(), stuck('transmit')], 'needs_attention'],
    ['for a moment', [stuck('transmit'), m.attentionResolved('transmit', 'no-answer')], 'on_its_way'],
    ['anew', [m.attentionResolved('transmit', 'no-answer'), stuck('transmit')], 'needs_attention'],
  ])('%s does so whatever the clocks of its orchestrators say', (_what, messages, state) => {
    const [placed, ...others] = told(m.placed(), ...messages) as [Happening, ...Happening[]];
    const sameTime = others.map((one) => ({ ...one, at: '2026-11-21T08:00:00.000Z' }));
    const backward = others.map((one, index) => ({ ...one, at: new Date(start + 9_000 - index).toISOString() }));
    for (const happenings of [others, sameTime, backward]) {
      expect(documentOf([placed, ...happenings.toReversed()]).document.state).toBe(state);
    }
  });

  it.each<[string, (index: number) => boolean]>([
    ['all', () => true],
    ['the first', (index) => index < 2],
    ['the last', (index) => index > 2],
    ['the middle', (index) => index === 2],
  ])('goes by the times of what was kept without its place in the log: %s of it', (_what, isWithout) => {
    const way = told(m.placed(), stuck('transmit'), m.attentionResolved('transmit', 'no-answer'), m.completed());
    const kept = way.map((one, index) => (isWithout(index) ? { ...one, offset: null } : one)) as [Happening, ...Happening[]];
    expect(documentOf(kept).document.state).toBe('completed');
    const waits = documentOf(kept.slice(0, 2) as [Happening, ...Happening[]]).document;
    expect(waits.state).toBe('needs_attention');
  });
});
