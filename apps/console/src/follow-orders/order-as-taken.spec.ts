import { FiscalDocument, type Message, PaymentStatus } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { anOrder, byTransfer, messagesOf } from '../fixtures/order-messages.js';
import { told } from '../fixtures/told.js';
import { amendedFacts } from './amended-facts.js';
import { documentOf } from './document.js';
import type { Happening } from './happening.js';

const orderId = '019aa5c1-7e2b-8c3d-9a4e-5f6071829304';
const m = messagesOf({ orderId, orderNumber: 'moda-1001', invoiceNumber: 'KRV2026000000001', erpNumber: 'SO-1001' });

describe('an order that a person has amended', () => {
  const less = { totals: { grossMinor: 90_000 }, payments: [{ status: PaymentStatus.due, amountMinor: 90_000 }] };

  const asked = m.needsAttention('post-order', 'E-1', 'x', '2026-11-21T07:14:00.000Z');
  const goesOn = m.attentionResolved('post-order', 'E-1');

  /** Placed, amended, what the orchestrator says to that, and then the rest. */
  const answered = (patch: object, answers: readonly Message[], ...rest: readonly Message[]): [Happening, ...Happening[]] => {
    const [placed, ...others] = told(m.placed(byTransfer), m.taken(124_990), asked, m.amended(patch), ...answers, ...rest);
    const causationId = others[2]!.messageId;
    return [placed, ...others.map((one, at) => (at > 2 && at <= 2 + answers.length ? { ...one, causationId } : one))];
  };
  const amended = (patch: object, dueMinor: number, ...rest: readonly Message[]): [Happening, ...Happening[]] =>
    answered(patch, [m.taken(dueMinor), goesOn], ...rest);
  const booked = [m.orderPosted(), m.invoicePosted()];
  const state = (happenings: readonly [Happening, ...Happening[]]): string => documentOf(happenings).document.state;

  it('comes to the amount, and waits for the money, that it has since', () => {
    const waiting = amended(less, 90_000, ...booked);
    expect(documentOf(waiting).document).toMatchObject({ state: 'awaiting_payment', grossMinor: 90_000 });
    expect(state(amended(less, 90_000, ...booked, m.paymentMatched(90_000)))).toBe('on_its_way');
  });

  it('waits for more money where more is due since, and for none where none is', () => {
    const more = amended({ totals: { grossMinor: 150_000 } }, 150_000, ...booked, m.paymentMatched(124_990));
    expect(documentOf(more).document).toMatchObject({ state: 'awaiting_payment', grossMinor: 150_000 });
    const paidAtOnce = { payments: [{ status: PaymentStatus.captured, amountMinor: 90_000 }] };
    expect(state(amended(paidAtOnce, 0, ...booked, m.paymentPosted()))).toBe('on_its_way');
  });

  it('takes a payment of nothing for none', () => {
    const nothing = JSON.stringify({ payments: [{ status: PaymentStatus.captured, amountMinor: 0 }] });
    expect(amendedFacts(nothing)).toEqual({ captured: false });
  });

  it('takes no invoice where it takes a receipt since', () => {
    expect(state(amended({ fiscalDocument: FiscalDocument.receipt }, 124_990, m.orderPosted()))).toBe('awaiting_payment');
  });

  it.each<[string, readonly Message[]]>([
    ['nothing', []],
    ['that it has the order as before', [m.taken(124_990)]],
    ['that it still waits for a person', [m.taken(124_990), asked]],
    ['so once it was set back', [m.taken(90_000), goesOn, m.taken(124_990), asked]],
    ['so once it was set back to a state in which it went on', [m.taken(90_000), goesOn, m.taken(124_990)]],
  ])('is as it was where the orchestrator says %s', (_what, answers) => {
    const ignored = answered(less, answers, goesOn, ...booked);
    expect(documentOf(ignored).document).toMatchObject({ state: 'awaiting_payment', grossMinor: 124_990 });
    expect(state([...ignored, ...told(m.paymentMatched(90_000))])).toBe('awaiting_payment');
  });

  it('comes to what it did where the orchestrator, set back to a state in which it went on, says the same due again', () => {
    const lessInCash = { totals: { grossMinor: 90_000 } };
    const amount = (...answers: readonly Message[]): unknown => documentOf(answered(lessInCash, answers)).document.grossMinor;
    expect(amount(m.taken(0), goesOn)).toBe(90_000);
    expect(amount(m.taken(0), goesOn, m.taken(0))).toBe(124_990);
    expect(amount(m.taken(0), goesOn, m.taken(0), m.taken(0), goesOn)).toBe(90_000);
  });

  it('counts as paid by less only as long as the same is due as was when a person said so', () => {
    const agreed = m.paymentMatched(80_000, { settlesOrder: true, acceptedDueMinor: 124_990 });
    expect(state(amended(less, 90_000, ...booked, agreed))).toBe('awaiting_payment');
    const again = m.paymentMatched(80_000, { settlesOrder: true, acceptedDueMinor: 90_000 });
    expect(state(amended(less, 90_000, ...booked, agreed, again))).toBe('on_its_way');
    expect(state(amended(less, 90_000, ...booked, again, agreed))).toBe('awaiting_payment');
    const ofBefore = m.paymentMatched(80_000, { settlesOrder: true });
    expect(state(amended(less, 90_000, ...booked, ofBefore))).toBe('on_its_way');
  });

  it('owes what the orchestrator has said last in its log, whatever the clocks say', () => {
    const [placed, ...others] = amended(less, 90_000, ...booked, m.paymentMatched(90_000));
    const backward = others.map((one, at) => ({ ...one, at: new Date(Date.parse(placed.at) + 60_000 - at * 1_000).toISOString() }));
    expect(state([placed, ...backward])).toBe('on_its_way');
  });

  it('owes what it did after a release that does not say', () => {
    const [placed, taken, ...rest] = told(m.placed(byTransfer), m.taken(90_000), m.taken(), ...booked, m.paymentMatched(90_000));
    expect(state([placed, taken!, ...rest])).toBe('on_its_way');
  });

  it('comes to what the orchestrator has said last, where it says so', () => {
    const wrong = m.placed({ totals: { ...anOrder().totals, grossMinor: 1 } });
    const amount = (...happenings: readonly Message[]): unknown => documentOf(told(wrong, ...happenings)).document.grossMinor;
    expect(amount(m.taken(0, 124_990))).toBe(124_990);
    expect(amount(m.taken(0, 124_990), m.amended(less), m.taken(0, 90_000), m.taken(0, 124_990))).toBe(124_990);
    expect(amount(m.taken(0, 124_990), m.taken(0))).toBe(1);
    expect(amount(m.taken(0, 1), m.invoiceNumbered())).toBe(124_990);
  });

  it('comes to what its invoice does, also where it was mended before it could be taken', () => {
    const wrong = m.placed({ totals: { ...anOrder().totals, grossMinor: 1 } });
    expect(documentOf(told(wrong, m.taken())).document.grossMinor).toBe(1);
    expect(documentOf(told(wrong, m.taken(), m.invoiceNumbered())).document.grossMinor).toBe(124_990);
  });

  it.each(['', 'null', '[]', '{"totals": {"grossMinor": "9"}}', '{"currency": "a name"}'])('is not, by the patch %j', (patch) => {
    expect(amendedFacts(patch)).toEqual({});
  });
});
