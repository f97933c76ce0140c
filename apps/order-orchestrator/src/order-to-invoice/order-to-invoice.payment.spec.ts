import { Channel, FiscalDocument, OrderCompleted, type Payment } from '@kervan/contracts';
import { amended, commandDead, commandWithdrawn, deadlineReached, given, type Happening, play, skipped } from '@kervan/saga/testing';
import { describe, expect, it } from 'vitest';
import { postCapturedPayments, postSettledPayments } from './commands.js';
import {
  acceptedAsPaid,
  captured,
  due,
  invoiceAccepted,
  invoiceIssued,
  invoicePosted,
  orderPlaced,
  paymentMatched,
  paymentPosted,
  salesOrderPosted,
  settlementPosted,
} from './fixtures/web-order.js';
import { inCash, settling, transmitting } from './fixtures/web-order.ways.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

describe('an invoiced order', () => {
  it('waits until the bank has seen all that was due, and counts each bank line once', () => {
    given(orderToInvoice)
      .after(...settling)
      .when(paymentMatched(4_000))
      .thenSendsNothing()
      .andIs('waiting', 'forward');
    const inPart = given(orderToInvoice).after(...settling, paymentMatched(6_000));
    inPart.when(paymentMatched(6_000, 'S-1')).thenSendsNothing().andIs('waiting', 'forward');
    inPart
      .when(paymentMatched(4_000, 'S-2', 'EUR'))
      .thenSendsNothing()
      .andIs('waiting', 'forward');
    inPart.when(paymentMatched(4_000, 'S-2')).thenSends(postSettledPayments).andIs('running', 'forward');
  });

  it('waits for no payment of nothing, and posts none', () => {
    const nothingDue = orderPlaced({ payments: [inCash, { ...due, amountMinor: 0 }] });
    const before = [nothingDue, salesOrderPosted, invoiceIssued, invoiceAccepted, invoicePosted];
    given(orderToInvoice).after(...before).when(paymentPosted).thenPublishes(OrderCompleted).andIs('completed', 'forward');
    const free = orderPlaced({ payments: [{ ...inCash, amountMinor: 0 }] });
    given(orderToInvoice).after(free, ...before.slice(1, -1)).when(invoicePosted).thenSendsNothing().andIs('completed', 'forward');
  });

  it('posts what was given back with it, also where as much was taken', () => {
    const back = { ...inCash, amountMinor: -12_000 };
    for (const payments of [[back], [inCash, back]]) {
      const sale = orderPlaced({ channel: Channel.till, fiscalDocument: FiscalDocument.receipt, payments });
      given(orderToInvoice).after(sale).when(salesOrderPosted).thenSends(postCapturedPayments);
    }
  });

  it('counts a line of each account, though their statements are numbered alike, and one of which a release told no account once', () => {
    const of = (accountDigest: string | null, amountMinor = 5_000) => paymentMatched(amountMinor, 'S-1', 'TRY', { accountDigest });
    const inPart = given(orderToInvoice).after(...settling, of('of-one'));
    inPart.when(of('of-other')).thenSends(postSettledPayments);
    for (const again of [of('of-one'), of(null)]) inPart.when(again).thenSendsNothing().andIs('waiting', 'forward');
    given(orderToInvoice).after(...settling, of(null)).when(of('of-one')).thenSendsNothing().andIs('waiting', 'forward');
    const [command] = play(orderToInvoice, [...settling, of('of-one'), of('of-other')]).at(-1)!.send;
    expect(command?.message.data).toMatchObject({ payments: [{ amountMinor: 5_000 }, { amountMinor: 5_000 }] });
  });

  it.each([
    ['amount', { accountDigest: 'of-other' }, 4_000],
    ['value date', { accountDigest: 'of-other', valueDate: '2026-11-26' }, 6_000],
  ])('counts a line of another %s than that of which a release told no account, though they are numbered alike', (_what, told, amountMinor) => {
    const inPart = given(orderToInvoice).after(...settling, paymentMatched(6_000));
    inPart.when(paymentMatched(amountMinor, 'S-1', 'TRY', told)).thenSends(postSettledPayments);
    const other = given(orderToInvoice).after(...settling, paymentMatched(amountMinor, 'S-1', 'TRY', told));
    other.when(paymentMatched(6_000)).thenSends(postSettledPayments);
  });

  it.each([paymentMatched(10_000), acceptedAsPaid(9_900)])('uses a payment that was matched before it was waited for', (matched) => {
    given(orderToInvoice)
      .after(...transmitting, matched, invoiceAccepted, invoicePosted)
      .when(paymentPosted)
      .thenSends(postSettledPayments);
  });
});

describe('an invoiced order of whose payment a person has accepted the difference', () => {
  it.each([
    ['less than was due', settling, acceptedAsPaid(9_900)],
    ['more than was due', settling, acceptedAsPaid(10_100)],
    ['a second part that leaves some open', [...settling, paymentMatched(4_000)], acceptedAsPaid(5_900, 'S-2')],
    ['less, after accounting was reminded', [...settling, deadlineReached], acceptedAsPaid(9_900)],
  ])('is paid by %s', (_what, before, matched) => {
    given(orderToInvoice)
      .after(...before)
      .when(matched)
      .thenSends(postSettledPayments)
      .andIs('running', 'forward');
  });

  it('has all that came posted, and nothing else', () => {
    const settled = [...settling, paymentMatched(4_000), acceptedAsPaid(5_900, 'S-2')];
    const [command] = play(orderToInvoice, settled).at(-1)!.send;
    const came = [{ amountMinor: 4_000, reference: 'S-1' }, { amountMinor: 5_900, reference: 'S-2' }];
    expect(command?.message.data).toMatchObject({ payments: came });
  });

  it('is paid by what was too little when it was matched, once the person says so, and that is posted once', () => {
    const accepted = [...settling, paymentMatched(4_000), acceptedAsPaid(4_000)];
    given(orderToInvoice).after(...settling, paymentMatched(4_000), paymentMatched(4_000)).when(acceptedAsPaid(4_000)).thenSends(postSettledPayments);
    const [command] = play(orderToInvoice, accepted).at(-1)!.send;
    expect(command?.message.data).toMatchObject({ payments: [{ amountMinor: 4_000, reference: 'S-1' }] });
    const early = [...transmitting, paymentMatched(4_000), acceptedAsPaid(4_000), invoiceAccepted, invoicePosted];
    given(orderToInvoice).after(...early).when(paymentPosted).thenSends(postSettledPayments);
  });

  describe('before it was amended to more', () => {
    const inFull = amended({ payments: [{ ...due, amountMinor: 12_000 }] });
    const accepted = acceptedAsPaid(9_900);
    const amendedSince = (line: Happening) => [...transmitting, line, invoiceAccepted, commandDead, inFull, commandWithdrawn];
    const booked = [...amendedSince(accepted), invoicePosted];

    it('is not paid by it: the rest is waited for', () => {
      given(orderToInvoice).after(...amendedSince(accepted)).when(invoicePosted).thenSendsNothing().andIs('waiting', 'forward');
      const still = given(orderToInvoice).after(...booked);
      still.when(accepted).thenSendsNothing().andIs('waiting', 'forward');
      still.when(paymentMatched(9_900)).thenSendsNothing().andIs('waiting', 'forward');
      still.when(paymentMatched(2_100, 'S-2')).thenSends(postSettledPayments);
    });

    it('is paid once the person accepts what is due now, told before it is waited for or after, and that is posted once', () => {
      const again = acceptedAsPaid(9_900, 'S-1', 'TRY', 12_000);
      given(orderToInvoice).after(...booked).when(again).thenSends(postSettledPayments);
      given(orderToInvoice).after(...amendedSince(accepted), again).when(invoicePosted).thenSends(postSettledPayments);
      const [command] = play(orderToInvoice, [...booked, again]).at(-1)!.send;
      expect(command?.message.data).toMatchObject({ payments: [{ amountMinor: 9_900, reference: 'S-1' }] });
    });

    it('is paid by what a release has told that does not say how much was due', () => {
      const told = acceptedAsPaid(9_900, 'S-1', 'TRY', null);
      given(orderToInvoice).after(...amendedSince(told)).when(invoicePosted).thenSends(postSettledPayments);
    });
  });

  it('is not paid by money of another currency', () => {
    given(orderToInvoice)
      .after(...settling)
      .when(acceptedAsPaid(9_900, 'S-1', 'EUR'))
      .thenSendsNothing()
      .andIs('waiting', 'forward');
  });
});

describe('an invoiced order that is amended after its payment was matched', () => {
  const booking = [...transmitting, invoiceAccepted];
  const dueNow = (...payments: Payment[]) => [commandDead, amended({ payments }), commandWithdrawn];
  const toMore = dueNow({ ...due, amountMinor: 12_000 });
  const backToLess = dueNow(captured, due);
  const paymentsOf = (...happenings: Happening[]) => play(orderToInvoice, happenings).at(-1)!.send.map(({ message }) => message.data);

  it('to more is paid by the rest: both lines are posted at once', () => {
    const before = [...transmitting, paymentMatched(10_000), invoiceAccepted, ...toMore, invoicePosted];
    given(orderToInvoice).after(...before).when(paymentMatched(2_000, 'S-2')).thenSends(postSettledPayments);
    expect(paymentsOf(...before, paymentMatched(2_000, 'S-2'))).toMatchObject([
      { payments: [{ amountMinor: 10_000, reference: 'S-1' }, { amountMinor: 2_000, reference: 'S-2' }] },
    ]);
  });

  it.each([
    ['all that was due', [paymentMatched(10_000)], 10_000],
    ['what a person accepted', [paymentMatched(9_000), acceptedAsPaid(9_000)], 9_000],
  ])('to more, paid the rest, and amended back before it was waited for, has %s and the rest posted at once', (_what, first, paidMinor) => {
    const rest = paymentMatched(12_000 - paidMinor, 'S-2');
    const before = [...booking, ...first, ...toMore, rest, ...backToLess, invoicePosted];
    given(orderToInvoice).after(...before).when(paymentPosted).thenSends(postSettledPayments);
    expect(paymentsOf(...before, paymentPosted)).toMatchObject([
      { payments: [{ amountMinor: paidMinor, reference: 'S-1' }, { amountMinor: 12_000 - paidMinor, reference: 'S-2' }] },
    ]);
    given(orderToInvoice).after(...before, paymentPosted).when(settlementPosted).andIs('completed', 'forward');
  });

  it('takes no more once what came is being posted, which the history tells', () => {
    given(orderToInvoice)
      .after(...settling, paymentMatched(10_000))
      .when(paymentMatched(2_000, 'S-2'))
      .thenSendsNothing()
      .andRecords('ignored', 'no step ahead awaits it');
  });

  it('tells at its end which lines it has taken, and no others', () => {
    const one = paymentMatched(4_000, 'S-1', 'TRY', { accountDigest: 'of-one' });
    const taken = [
      { statementReference: 'S-1', accountDigest: 'of-one', amountMinor: 4_000 },
      { statementReference: 'S-2', accountDigest: null, amountMinor: 6_000 },
    ];
    const late = [paymentMatched(6_000, 'S-2'), paymentMatched(2_000, 'S-3')];
    const otherwise = paymentMatched(6_000, 'S-4', 'EUR');
    given(orderToInvoice)
      .after(...settling, one, one, otherwise, ...late)
      .when(settlementPosted)
      .thenPublishes(OrderCompleted, { settledPayments: taken });
    given(orderToInvoice)
      .after(...settling, one, skipped({}), ...late)
      .when(settlementPosted)
      .thenPublishes(OrderCompleted, { settledPayments: taken.slice(0, 1) });
    given(orderToInvoice)
      .after(...settling)
      .when(skipped({}))
      .thenPublishes(OrderCompleted, { settledPayments: [] });
  });
});
