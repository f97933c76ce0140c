import { describe, expect, it } from 'vitest';
import { OrderCompleted, OrderNeedsAttention, OrderReversed, OrderTaken, SalesOrderPosted } from '@kervan/contracts';
import { amended, given, happening, paused, play, resumed, retried } from '../testing/index.js';
import {
  cancelOrder,
  issueInvoice,
  postOrder,
  postPayment,
  sale,
  type Sale,
  transmitInvoice,
  voidInvoice,
} from '../fixtures/sale.saga.js';
import {
  invoiceAccepted,
  invoiceFormRefused,
  invoiceIssued,
  invoiceRefused,
  invoiceTransmissionRefused,
  invoiceVoided,
  orderCancelled,
  paymentMatched,
  paymentPosted,
  receiptSalePlaced,
  salesOrderCancelled,
  salesOrderPosted,
  salesOrderRejected,
  tillSalePlaced,
  webOrderPlaced,
} from '../fixtures/sale.happenings.js';

const transmitting = [webOrderPlaced, salesOrderPosted, invoiceIssued];
const accepted = [...transmitting, invoiceAccepted];
const firstPosted = happening(SalesOrderPosted, { erpNumber: 'SO-1' }, { step: 'post-order', attempt: 1 });
const paid = [...accepted, paymentMatched(12_000)];

/** The sale whose awaiting step is otherwise. */
const settlingAs = (change: object): typeof sale => {
  return { ...sale, steps: sale.steps.map((step) => (step.name === 'settle' ? { ...step, ...change } : step)) };
};

describe('the way forward', () => {
  it('starts with the first step, a receipt and a timer', () => {
    given(sale)
      .when(webOrderPlaced)
      .thenSends(postOrder)
      .thenPublishes(OrderTaken, { takenAt: '2026-11-21T07:15:00.000Z', toldAt: '2026-11-21T07:15:00.000Z' })
      .andIs('running', 'forward')
      .andStandsAt('post-order', 1)
      .andItsTimerIs('set')
      .andRecords('started');
  });

  it('answers a start that comes again with the first receipt, and starts nothing', () => {
    given(sale)
      .after(webOrderPlaced, salesOrderPosted)
      .when(webOrderPlaced)
      .thenSendsNothing()
      .thenPublishes(OrderTaken, { takenAt: '2026-11-21T07:15:00.000Z' })
      .andStandsAt('issue-invoice', 1)
      .andItsTimerIs('unchanged');
  });

  it('keeps what a reply tells and goes on', () => {
    given(sale)
      .after(webOrderPlaced)
      .when(salesOrderPosted)
      .thenSends(issueInvoice)
      .andKnows({ erpNumber: 'SO-1' })
      .andRecords('advanced');
  });

  it('leaves out what is not due', () => {
    given(sale).after(receiptSalePlaced).when(salesOrderPosted).thenSends(postPayment).andStandsAt('post-payment', 1);
  });

  it('waits for an event, under a deadline', () => {
    given(sale)
      .after(...transmitting)
      .when(invoiceAccepted)
      .thenSendsNothing()
      .andIs('waiting', 'forward')
      .andItsTimerIs('set');
  });

  it('goes on waiting until what has come is enough', () => {
    given(sale)
      .after(...accepted)
      .when(paymentMatched(5_000))
      .thenSendsNothing()
      .andIs('waiting', 'forward');
    given(sale)
      .after(...accepted, paymentMatched(5_000))
      .when(paymentMatched(7_000))
      .thenSends(postPayment);
  });

  it('completes with its documents and without a timer', () => {
    given(sale)
      .after(...paid)
      .when(paymentPosted)
      .thenSendsNothing()
      .thenPublishes(OrderCompleted, { documents: [{ type: 'erp_sales_order', number: 'SO-1', issuedOn: null }] })
      .andIs('completed', 'forward')
      .andItsTimerIs('none');
  });
});

describe('what comes early', () => {
  it('is kept and used on entering its step', () => {
    given(sale)
      .after(...transmitting)
      .when(paymentMatched(12_000))
      .thenSendsNothing()
      .andRecords('kept-early');
    given(sale)
      .after(...transmitting, paymentMatched(12_000))
      .when(invoiceAccepted)
      .thenSends(postPayment);
  });

  it('is used also when it came before the start', () => {
    given(sale)
      .after(paymentMatched(12_000), ...transmitting)
      .when(invoiceAccepted)
      .thenSends(postPayment);
  });

  it('counts all of it, in its order, also where a part would be enough', () => {
    for (const came of [[12_000, 5_000], [5_000, 12_000], [5_000, 12_000, 1_000]]) {
      const paidMinor = came.reduce((sum, one) => sum + one, 0);
      const [first, ...others] = came.map(paymentMatched);
      const way = [first!, ...transmitting, ...others];
      given(sale).after(...way).when(invoiceAccepted).thenSends(postPayment).andKnows({ paidMinor }).andStandsAt('post-payment', 1);
      expect(play(sale, [...way, invoiceAccepted]).at(-1)!.instance!.early).toEqual([]);
    }
  });

  it('counts also where it is not enough: the rest is waited for', () => {
    const way = [...transmitting, paymentMatched(5_000), paymentMatched(6_000)];
    given(sale).after(...way).when(invoiceAccepted).thenSendsNothing().andIs('waiting', 'forward').andKnows({ paidMinor: 11_000 });
    given(sale).after(...way, invoiceAccepted).when(paymentMatched(1_000)).thenSends(postPayment).andKnows({ paidMinor: 12_000 });
  });

  it('counts also where its step is reached by a resume, or in spite of a cancellation', () => {
    const early = [...transmitting, paymentMatched(12_000), paymentMatched(5_000)];
    const all = { paidMinor: 17_000 };
    given(sale).after(...early, paused, invoiceAccepted).when(resumed).thenSends(postPayment).andKnows(all);
    given(sale).after(...early, orderCancelled, invoiceAccepted).when(retried).thenSends(postPayment).andKnows(all);
  });

  it('is asked about once: all of it, or the first where any one event will do, and the next is for the next such step', () => {
    const asked: (number | undefined)[] = [];
    const until = ({ paidMinor }: Sale) => asked.push(paidMinor) > 0;
    const early = [...transmitting, paymentMatched(5_000), paymentMatched(12_000)];
    given(settlingAs({ until })).after(...early).when(invoiceAccepted).andKnows({ paidMinor: 17_000 });
    expect(asked).toEqual([17_000]);
    const anyOne = settlingAs({ until: undefined });
    given(anyOne).after(...early).when(invoiceAccepted).thenSends(postPayment).andKnows({ paidMinor: 5_000 });
    const twice = { ...anyOne, steps: anyOne.steps.flatMap((step) => (step.name === 'settle' ? [step, { ...step, name: 'again' }] : [step])) };
    given(twice).after(...early).when(invoiceAccepted).thenSends(postPayment).andKnows({ paidMinor: 17_000 });
    given(twice).after(...early.slice(0, -1)).when(invoiceAccepted).andIs('waiting', 'forward').andStandsAt('again', 1);
  });

  it('is no longer early once its step is done: what comes then is told in the history, and changes nothing else', () => {
    const way = [...transmitting, paymentMatched(12_000), invoiceAccepted];
    const late = paymentMatched(5_000);
    const still = given(sale).after(...way).when(late).thenSendsNothing().andKnows({ paidMinor: 12_000 }).andStandsAt('post-payment', 1);
    still.andRecords('ignored', 'no step ahead awaits it');
    given(sale).after(...way, paymentPosted).when(late).thenSendsNothing().andRecords('ignored', 'the saga no longer awaits it');
  });

  it('stands for the command when a reply came before the start', () => {
    given(sale).after(firstPosted).when(webOrderPlaced).thenSends(issueInvoice).andKnows({ erpNumber: 'SO-1' });
  });

  it('takes an order back at once when the cancellation came before the start', () => {
    given(sale)
      .after(orderCancelled)
      .when(webOrderPlaced)
      .thenSendsNothing()
      .thenPublishes(OrderTaken)
      .thenPublishes(OrderReversed, { reason: 'customer changed their mind' })
      .andIs('compensated', 'backward');
  });
});

describe('a refusal', () => {
  it('takes an order back where the channel compensates, the last step first', () => {
    given(sale)
      .after(webOrderPlaced, salesOrderPosted)
      .when(invoiceRefused)
      .thenSends(cancelOrder)
      .andIs('running', 'backward');
    given(sale)
      .after(...transmitting)
      .when(invoiceTransmissionRefused)
      .thenSends(voidInvoice)
      .andIs('running', 'backward');
    given(sale)
      .after(...transmitting, invoiceTransmissionRefused)
      .when(invoiceVoided)
      .thenSends(cancelOrder);
    given(sale)
      .after(...transmitting, invoiceTransmissionRefused, invoiceVoided)
      .when(salesOrderCancelled)
      .thenPublishes(OrderReversed, { reason: '1180: refused by the authority' })
      .andIs('compensated', 'backward')
      .andItsTimerIs('none');
  });

  it('of the first step leaves nothing to undo', () => {
    given(sale).after(webOrderPlaced).when(salesOrderRejected).thenSendsNothing().andIs('compensated', 'backward');
  });

  it('never undoes a till sale: a person decides', () => {
    given(sale)
      .after(tillSalePlaced, salesOrderPosted)
      .when(invoiceRefused)
      .thenSendsNothing()
      .thenPublishes(OrderNeedsAttention, { step: 'issue-invoice', code: 'preflight' })
      .andIs('needs_attention', 'forward')
      .andItsTimerIs('none');
  });

  it('is followed by a new attempt when an operator has the step tried again', () => {
    given(sale)
      .after(tillSalePlaced, salesOrderPosted, invoiceRefused)
      .when(retried)
      .thenSends(issueInvoice)
      .andStandsAt('issue-invoice', 2)
      .andIs('running', 'forward');
  });

  it('of form waits for a person on every channel, and goes out again under the same number', () => {
    given(sale)
      .after(...transmitting)
      .when(invoiceFormRefused)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
    given(sale)
      .after(...transmitting, invoiceFormRefused)
      .when(retried)
      .thenSends(transmitInvoice)
      .andKnows({ invoiceNumber: 'KRV2026000000001' })
      .andStandsAt('transmit', 2);
  });
});

describe('an amendment', () => {
  it('corrects the order at a failed step and tries it again', () => {
    given(sale)
      .after(tillSalePlaced, salesOrderPosted, invoiceRefused)
      .when(amended({ source: 'corrected', currency: 'EUR' }))
      .thenSends(issueInvoice)
      .andKnows({ currency: 'EUR', erpNumber: 'SO-1' })
      .andStandsAt('issue-invoice', 2)
      .andRecords('amended');
  });

  it('waits for the boundary: with a command in flight it is refused', () => {
    given(sale)
      .after(tillSalePlaced)
      .when(amended({ source: 'x' }))
      .thenSendsNothing()
      .andRecords('ignored');
  });

  it('that breaks the schema, or names another order, changes nothing', () => {
    const failed = given(sale).after(tillSalePlaced, salesOrderPosted, invoiceRefused);
    failed
      .when(amended({ currency: 1 }))
      .thenSendsNothing()
      .andRecords('ignored')
      .andIs('needs_attention', 'forward');
    failed
      .when(amended({ orderNumber: 'other' }))
      .thenSendsNothing()
      .andRecords('ignored');
    failed
      .when(amended({ unheardOf: true }))
      .thenSendsNothing()
      .andRecords('ignored');
  });
});
