import { describe, it } from 'vitest';
import {
  CancelSalesOrder,
  OrderCompleted,
  OrderNeedsAttention,
  OrderReversed,
  OrderTaken,
  PostSalesOrder,
  SalesOrderPosted,
  VoidInvoice,
} from '@kervan/contracts';
import {
  invoiceIssued,
  invoiceStands,
  invoiceTransmissionRefused,
  invoiceVoided,
  orderCancelled,
  paymentMatched,
  paymentPosted,
  salesOrderCancelled,
  salesOrderPosted,
  salesOrderRejected,
  tillSalePlaced,
  webOrderPlaced,
} from '../fixtures/sale.happenings.js';
import { cancelOrder, issueInvoice, postOrder, postPayment, sale } from '../fixtures/sale.saga.js';
import { accepted, byHand, firstAccepted, paid, transmitting, undoing, voiding } from '../fixtures/sale.ways.js';
import {
  commandDead,
  commandWithdrawn,
  deadlineReached,
  given,
  happening,
  type Happening,
  paused,
  play,
  resumed,
  retried,
  skipped,
} from '../testing/index.js';

describe('a step that is skipped', () => {
  it('counts as done at once where it was refused, with what the person tells of it', () => {
    given(sale)
      .after(tillSalePlaced, salesOrderRejected)
      .when(skipped(byHand))
      .thenSends(issueInvoice)
      .andKnows({ erpNumber: 'SO-by-hand' })
      .andIs('running', 'forward')
      .andRecords('advanced', 'operator: done by hand');
  });

  it('is withdrawn first where its outcome is not known, and counts once it cannot happen any more', () => {
    for (const unknown of [[], [deadlineReached, deadlineReached], [commandDead]]) {
      const skipping = given(sale).after(webOrderPlaced, ...unknown);
      skipping
        .when(skipped(byHand))
        .thenWithdraws(PostSalesOrder)
        .andIs('running', 'forward')
        .andRecords('skipped', 'operator: done by hand');
      given(sale)
        .after(webOrderPlaced, ...unknown, skipped(byHand))
        .when(commandWithdrawn)
        .thenSends(issueInvoice)
        .andKnows({ erpNumber: 'SO-by-hand' })
        .andRecords('advanced', 'operator: done by hand');
    }
  });

  it('counts as its participant says where it had been done after all', () => {
    given(sale)
      .after(webOrderPlaced, skipped(byHand))
      .when(salesOrderPosted)
      .thenSends(issueInvoice)
      .andKnows({ erpNumber: 'SO-1' })
      .andRecords('advanced');
  });

  it('that was refused meanwhile counts as done by the person', () => {
    given(sale).after(webOrderPlaced, skipped(byHand)).when(salesOrderRejected).thenSends(issueInvoice).andKnows(byHand);
  });

  it('waits for its withdrawal, however long that is not answered', () => {
    const silent = [webOrderPlaced, skipped(byHand), deadlineReached];
    given(sale).after(webOrderPlaced, skipped(byHand)).when(deadlineReached).thenWithdraws(PostSalesOrder);
    given(sale)
      .after(...silent)
      .when(deadlineReached)
      .thenPublishes(OrderNeedsAttention, { code: 'no-answer' });
    given(sale)
      .after(...silent, deadlineReached)
      .when(retried)
      .thenWithdraws(PostSalesOrder);
    given(sale)
      .after(...silent, deadlineReached)
      .when(commandWithdrawn)
      .thenSends(issueInvoice);
    given(sale).after(webOrderPlaced, skipped(byHand), commandDead).when(commandWithdrawn).thenSends(issueInvoice);
  });

  it('is forgotten when its person has it tried again instead', () => {
    const dead = [webOrderPlaced, skipped(byHand), commandDead, retried, commandWithdrawn];
    given(sale)
      .after(webOrderPlaced, skipped(byHand), commandDead, retried)
      .when(commandWithdrawn)
      .thenSends(postOrder)
      .andStandsAt('post-order', 2);
    given(sale)
      .after(...dead)
      .when(salesOrderRejected)
      .andIs('compensated', 'backward');
  });

  it('is undone with the rest where the order is cancelled: the person has had an effect', () => {
    given(sale)
      .after(webOrderPlaced, skipped(byHand), orderCancelled)
      .when(commandWithdrawn)
      .thenSends(cancelOrder)
      .andIs('running', 'backward');
  });

  it('and then paused, counts when the saga goes on', () => {
    given(sale).after(webOrderPlaced, skipped(byHand), paused).when(commandWithdrawn).thenSendsNothing().andIs('paused', 'forward');
    given(sale)
      .after(webOrderPlaced, skipped(byHand), paused, commandWithdrawn)
      .when(resumed)
      .thenSends(issueInvoice)
      .andRecords('advanced', 'operator: solved; operator: done by hand');
  });

  it('that waits for an event goes on without it, and yields what the definition says', () => {
    given(sale)
      .after(...accepted)
      .when(skipped())
      .thenSends(postPayment)
      .andKnows({ paidMinor: 12_000 });
    given(sale)
      .after(...accepted, deadlineReached)
      .when(skipped())
      .thenSends(postPayment);
    given(sale)
      .after(...accepted, skipped())
      .when(paymentMatched(12_000))
      .thenSendsNothing()
      .andRecords('ignored');
  });

  it('may end the saga', () => {
    given(sale)
      .after(...paid, commandDead, skipped())
      .when(commandWithdrawn)
      .thenPublishes(OrderCompleted)
      .andRecords('completed', 'operator: done by hand')
      .andIs('completed', 'forward');
  });

  it('is told where it succeeds all the same: its participant broke its word', () => {
    const doneTwice = [webOrderPlaced, skipped(byHand), commandWithdrawn];
    const postedAfterAll = happening(SalesOrderPosted, { erpNumber: 'SO-1' }, { step: 'post-order', attempt: 1 });
    given(sale)
      .after(...doneTwice)
      .when(postedAfterAll)
      .thenSendsNothing()
      .andRecords('late-success')
      .andKnows(byHand);
    given(sale)
      .after(...doneTwice, postedAfterAll)
      .when(postedAfterAll)
      .andRecords('duplicate');
  });

  it.each<[string, Happening[], Happening, string]>([
    ['is the pivot', [webOrderPlaced, salesOrderPosted, invoiceIssued], skipped(), 'skip is not possible: running forward at transmit'],
    ['may not be skipped', [webOrderPlaced, salesOrderPosted], skipped(), 'skip is not possible: running forward at issue-invoice'],
    ['is not the current one', [webOrderPlaced], skipped(byHand, 'settle'), 'settle is not the current step'],
    ['needs to be told of', [webOrderPlaced], skipped(), 'the facts do not fit: /erpNumber schema'],
    ['is told of in another way', [webOrderPlaced], skipped({ erpNumber: 7 }), 'the facts do not fit: /erpNumber schema'],
    ['is told too much of', [webOrderPlaced], skipped({ ...byHand, note: '' }), 'the facts do not fit: /note schema'],
    ['names another order', [webOrderPlaced], skipped({ ...byHand, orderId: 'x' }), 'the facts do not fit: /orderId fixed'],
    ['has nothing to tell', accepted, skipped(byHand), 'the facts do not fit: /erpNumber not-told'],
    ['is paused', [webOrderPlaced, paused], skipped(byHand), 'skip is not possible: paused forward at post-order'],
    ['is over', [...paid, paymentPosted], skipped(), 'skip is not possible: completed forward at post-payment'],
  ])('and %s changes nothing', (_which, before, act, detail) => {
    const stood = play(sale, before).at(-1)!.instance!;
    given(sale)
      .after(...before)
      .when(act)
      .thenSendsNothing()
      .thenPublishes(OrderTaken)
      .andIs(stood.status, stood.direction)
      .andRecords('ignored', detail);
  });

  it('and waits for money is told to wait for it still where something came before the skip, and nothing where none did', () => {
    const skip = skipped({}, 'settle', { revision: accepted.length });
    given(sale).after(...accepted).when(skip).thenPublishesNothing().andStandsAt('post-payment', 1);
    given(sale).after(...accepted, paymentMatched(5_000)).when(skip).thenPublishes(OrderTaken).andIs('waiting', 'forward');
    const overdue = [...accepted, deadlineReached];
    const late = skipped({}, 'settle', { code: 'payment-overdue' });
    given(sale).after(...overdue, retried).when(late).thenPublishes(OrderTaken).andIs('waiting', 'forward');
  });
});

describe('an undo that is skipped', () => {
  it('counts as undone once its command cannot be carried out any more', () => {
    given(sale)
      .after(...undoing, commandDead)
      .when(skipped())
      .thenWithdraws(CancelSalesOrder)
      .andIs('running', 'backward');
    given(sale)
      .after(...undoing, commandDead, skipped())
      .when(commandWithdrawn)
      .thenPublishes(OrderReversed)
      .andIs('compensated', 'backward')
      .andRecords('compensated', 'operator: done by hand');
  });

  it('counts as its participant says where it had been carried out', () => {
    given(sale)
      .after(...undoing, skipped())
      .when(salesOrderCancelled)
      .andIs('compensated', 'backward')
      .andRecords('compensated', '');
  });

  it('has nothing told of it', () => {
    given(sale)
      .after(...undoing, commandDead)
      .when(skipped(byHand))
      .thenSendsNothing()
      .andRecords('ignored', 'the facts do not fit: /erpNumber not-told');
  });

  it('is tried again instead, where a person decides so', () => {
    given(sale)
      .after(...undoing, commandDead, skipped(), deadlineReached, deadlineReached)
      .when(retried)
      .thenWithdraws(CancelSalesOrder);
    given(sale)
      .after(...undoing, commandDead, skipped(), commandDead, retried)
      .when(commandWithdrawn)
      .thenSends(cancelOrder);
  });
});

describe('an undo that is skipped only on the word of its participant', () => {
  const refusedAtLast = [...transmitting, commandDead, retried, commandWithdrawn, invoiceTransmissionRefused];

  it.each<[string, Happening[]]>([
    ['it was cancelled', [...voiding, invoiceStands]],
    ['a late success was taken on by a person', [...refusedAtLast, firstAccepted, retried, invoiceStands]],
    ['the late success came after that word', [...refusedAtLast, invoiceStands, firstAccepted, retried, commandWithdrawn, invoiceStands]],
  ])('counts as undone once that has said that it never can be, and the order is taken back on: %s', (_why, before) => {
    given(sale)
      .after(...before)
      .when(skipped())
      .thenWithdraws(VoidInvoice)
      .andIs('running', 'backward');
    given(sale)
      .after(...before, skipped())
      .when(commandWithdrawn)
      .thenSends(cancelOrder)
      .andRecords('recorded', 'operator: done by hand; withdrawn');
    given(sale)
      .after(...before, skipped(), commandWithdrawn)
      .when(salesOrderCancelled)
      .thenPublishes(OrderReversed)
      .andIs('compensated', 'backward');
  });

  it('counts as its participant says where it had been carried out after all', () => {
    given(sale).after(...voiding, invoiceStands, skipped()).when(invoiceVoided).thenSends(cancelOrder);
  });

  it.each<[string, Happening[], string]>([
    ['is asked for', [], 'running'],
    ['has no answer', [deadlineReached, deadlineReached], 'needs_attention'],
    ['has failed for another reason', [commandDead], 'needs_attention'],
    ['is withdrawn to be tried again', [invoiceStands, retried], 'running'],
    ['is tried again', [invoiceStands, retried, commandWithdrawn], 'running'],
  ])('is not while it %s', (_which, then, status) => {
    given(sale)
      .after(...voiding, ...then)
      .when(skipped())
      .thenSendsNothing()
      .andRecords('ignored', `skip is not possible: ${status} backward at issue-invoice`);
  });
});

it('money that a person counts as settled is not asked for again', () => {
  given(sale)
    .after(...accepted, skipped(), paymentPosted)
    .when(paymentMatched(12_000))
    .thenSendsNothing()
    .andIs('completed', 'forward');
});
