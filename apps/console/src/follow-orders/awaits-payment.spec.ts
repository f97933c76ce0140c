import { type Message, PaymentStatus } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { byTransfer, messagesOf } from '../fixtures/order-messages.js';
import { told } from '../fixtures/told.js';
import { documentOf } from './document.js';

const orderId = '019aa5c1-7e2b-8c3d-9a4e-5f6071829304';
const m = messagesOf({ orderId, orderNumber: 'moda-1001', invoiceNumber: 'KRV2026000000001', erpNumber: 'SO-1001' });
const state = (...messages: readonly Message[]): string => documentOf(told(...messages)).document.state;
const another = { statementReference: 'B-2' };
const booked = [m.placed(byTransfer), m.taken(), m.orderPosted(), m.invoicePosted()];

describe('what an order waits for', () => {
  it('is money alone once all else is done, until the whole of it is found', () => {
    expect(state(m.placed(byTransfer), m.taken(), m.orderPosted(), m.invoiceNumbered(), m.invoiceCleared())).toBe('on_its_way');
    expect(state(...booked)).toBe('awaiting_payment');
    expect(state(...booked, m.paymentMatched(100_000))).toBe('awaiting_payment');
    expect(state(...booked, m.paymentMatched(100_000), m.paymentMatched(24_990, another))).toBe('on_its_way');
    expect(state(...booked, m.needsAttention('settle', 'payment-overdue', 'late'))).toBe('needs_attention');
  });

  it('is paid by a bank line once, however often it is told', () => {
    const half = m.paymentMatched(62_495);
    expect(state(...booked, half, half)).toBe('awaiting_payment');
    expect(state(...booked, half, m.paymentMatched(62_495, another))).toBe('on_its_way');
  });

  it('is paid by a line of each account, though their statements are numbered alike', () => {
    const half = (accountDigest: string | null): Message => m.paymentMatched(62_495, { accountDigest });
    expect(state(...booked, half('of-one'), half('of-other'))).toBe('on_its_way');
    expect(state(...booked, half('of-one'), half('of-one'))).toBe('awaiting_payment');
    expect(state(...booked, half(null), half('of-one')), 'a release told no account').toBe('awaiting_payment');
    expect(state(...booked, half('of-one'), half(null), half('of-other'))).toBe('on_its_way');
    const rest = m.paymentMatched(124_989, { accountDigest: 'of-other' });
    expect(state(...booked, m.paymentMatched(1), rest), 'another amount is of another account').toBe('on_its_way');
  });

  it('is no more money once a person has accepted what came, which may be a part, as all of it', () => {
    const all = { settlesOrder: true, acceptedDueMinor: 124_990 };
    expect(state(...booked, m.paymentMatched(124_900, all))).toBe('on_its_way');
    const parts = [m.paymentMatched(100_000), m.paymentMatched(24_000, { ...another, ...all })];
    expect(state(...booked, ...parts)).toBe('on_its_way');
    expect(state(...booked, m.paymentMatched(100_000), m.paymentMatched(100_000, all))).toBe('on_its_way');
  });

  it('is no money that has come before it was booked, nor for any that was paid at once', () => {
    const rest = [m.orderPosted(), m.invoicePosted()];
    expect(state(m.placed(byTransfer), m.paymentMatched(), ...rest)).toBe('on_its_way');
    expect(state(m.placed(), ...rest)).toBe('on_its_way');
  });

  const [half] = byTransfer.payments ?? [];
  const partPaid = { payments: [half!, { ...half!, status: PaymentStatus.captured }] };
  const given = (step: string): Message => m.needsAttention(step, 'no-answer', 'x');

  it.each<[string, Message[]]>([
    ['the sales order', [m.placed(byTransfer), m.skipped('post-order'), m.invoicePosted()]],
    ['the invoice', [m.placed(byTransfer), m.orderPosted(), m.skipped('book-invoice')]],
    ['what was paid at once', [m.placed(partPaid), m.orderPosted(), m.invoicePosted(), m.skipped('post-payment')]],
  ])('is its money also where a person has booked %s', (_what, messages) => {
    expect(state(...messages)).toBe('awaiting_payment');
    expect(state(...messages.filter(({ type }) => !type.fullName.endsWith('SkipStep')))).toBe('on_its_way');
  });

  it('is no money where the step that a person has done is asked for again after all', () => {
    const before = [m.placed(byTransfer), m.orderPosted(), given('book-invoice'), m.skipped('book-invoice')];
    expect(state(...before, m.attentionResolved('book-invoice', 'no-answer'))).toBe('awaiting_payment');
    const again = [...before, given('book-invoice'), m.attentionResolved('book-invoice', 'no-answer')];
    expect(state(...again)).toBe('on_its_way');
  });

  it('is no money that a person has settled in another way', () => {
    expect(state(...booked, m.skipped('settle'))).toBe('on_its_way');
  });

  /** The state after a skip of the step that had no effect, which the orchestrator has told, and what came after it. */
  const ignored = (step: string, before: readonly Message[], ...after: readonly Message[]): string => {
    const [placed, ...others] = told(...before, m.skipped(step), m.taken(124_990), ...after);
    const causationId = others[before.length - 1]!.messageId;
    return documentOf([placed, ...others.map((one, at) => (at === before.length ? { ...one, causationId } : one))]).document.state;
  };

  it('is its money still where the skip of a person had no effect, since something had come before it', () => {
    expect(ignored('settle', [...booked, m.paymentMatched(100_000)])).toBe('awaiting_payment');
    const overdue = [...booked, m.needsAttention('settle', 'payment-overdue', 'late')];
    expect(ignored('settle', [...overdue, m.attentionResolved('settle', 'payment-overdue')])).toBe('awaiting_payment');
    expect(ignored('book-invoice', [m.placed(byTransfer), m.taken(), m.orderPosted()])).toBe('on_its_way');
  });

  it('is no money where one skip had an effect and another has none', () => {
    expect(ignored('settle', [...booked, m.skipped('settle')])).toBe('on_its_way');
    expect(ignored('settle', booked, m.skipped('settle'))).toBe('on_its_way');
    const asked = [...booked, m.cancelled(), m.needsAttention('settle', 'cancelled-after-pivot', 'x'), m.skipped('settle')];
    const goesOn = m.attentionResolved('settle', 'cancelled-after-pivot');
    expect(state(...asked, m.needsAttention('settle', 'cancelled-after-pivot', 'x'), goesOn)).toBe('on_its_way');
  });

  it('is its money where a person lets it go on regardless of a cancellation', () => {
    expect(state(...booked, m.cancelled())).toBe('on_its_way');
    const asked = [...booked, m.cancelled(), m.needsAttention('settle', 'cancelled-after-pivot', 'x')];
    expect(state(...asked)).toBe('needs_attention');
    expect(state(...asked, m.attentionResolved('settle', 'cancelled-after-pivot'))).toBe('awaiting_payment');
  });

  it('is its money where it is cancelled after a person has booked its invoice, and goes on', () => {
    const asked = [m.placed(byTransfer), m.orderPosted(), m.skipped('book-invoice'), m.cancelled()];
    asked.push(m.needsAttention('book-invoice', 'cancelled-after-pivot', 'x'));
    expect(state(...asked, m.attentionResolved('book-invoice', 'cancelled-after-pivot'))).toBe('awaiting_payment');
  });
});
