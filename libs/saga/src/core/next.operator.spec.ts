import { describe, expect, it } from 'vitest';
import {
  CancelSalesOrder,
  InvoiceAccepted,
  OrderCompleted,
  OrderNeedsAttention,
  OrderReversed,
  PostSalesOrder,
  SalesOrderPosted,
} from '@kervan/contracts';
import {
  invoiceIssued,
  invoiceRefused,
  invoiceAccepted,
  invoiceTransmissionRefused,
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
import {
  amended,
  commandDead,
  commandWithdrawn,
  deadlineReached,
  given,
  happening,
  paused,
  play,
  resumed,
  retried,
  retriedAsSeen,
  skipped,
  type Happening,
} from '../testing/index.js';
import { possibleActs } from './possible-acts.js';

const accepted = [webOrderPlaced, salesOrderPosted, invoiceIssued, invoiceAccepted];
const paid = [...accepted, paymentMatched(12_000)];
const undoing = [webOrderPlaced, salesOrderPosted, invoiceRefused];
const byHand = { erpNumber: 'SO-by-hand' };

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
    const dead = [webOrderPlaced, skipped(byHand), commandDead, retried];
    given(sale)
      .after(webOrderPlaced, skipped(byHand), commandDead)
      .when(retried)
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
      .thenPublishesNothing()
      .andIs(stood.status, stood.direction)
      .andRecords('ignored', detail);
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
      .after(...undoing, commandDead, skipped(), commandDead)
      .when(retried)
      .thenSends(cancelOrder);
  });
});

describe('the acts that are possible', () => {
  const possible = (...happenings: Happening[]) => possibleActs(sale, play(sale, happenings).at(-1)!.instance!);

  it.each<[string, Happening[], string[]]>([
    ['with a command in flight', [webOrderPlaced], ['pause', 'retry', 'skip']],
    ['with the pivot in flight', accepted.slice(0, 3), ['pause', 'retry']],
    ['while it waits', accepted, ['pause', 'skip']],
    ['after a refusal', [tillSalePlaced, salesOrderRejected], ['pause', 'retry', 'skip', 'amend']],
    ['after silence', [webOrderPlaced, deadlineReached, deadlineReached], ['pause', 'retry', 'skip']],
    ['after a death', [webOrderPlaced, commandDead], ['pause', 'retry', 'skip', 'amend']],
    ['while it is paused', [webOrderPlaced, commandDead, paused], ['resume']],
    ['on the way back', undoing, ['pause', 'retry', 'skip']],
    ['after an undo that failed', [...undoing, commandDead], ['pause', 'retry', 'skip']],
    ['after a cancellation past the pivot', [...paid, paymentPosted, orderCancelled], ['pause', 'retry']],
    ['once it has completed', [...paid, paymentPosted], []],
    ['once it is compensated', [...undoing, salesOrderCancelled], []],
  ])('%s', (_when, before, acts) => {
    expect(possible(...before)).toEqual(acts);
  });

  it('are the ones that have an effect: any other is recorded as ignored', () => {
    const acts = { pause: paused, resume: resumed, retry: retried, skip: skipped(), amend: amended({ source: 'x' }) };
    for (const before of [[webOrderPlaced], accepted, [...undoing, commandDead, paused], [...paid, paymentPosted]]) {
      for (const [act, happens] of Object.entries(acts)) {
        if (possible(...before).some((one) => one === act)) continue;
        given(sale)
          .after(...before)
          .when(happens)
          .thenSendsNothing()
          .andRecords('ignored');
      }
    }
  });

  it('are remembered, the last one, with who acted and why', () => {
    const lastAct = (...happenings: Happening[]) => play(sale, happenings).at(-1)!.instance!.lastAct;
    expect(lastAct(webOrderPlaced)).toBeUndefined();
    expect(lastAct(webOrderPlaced, paused, retried)).toEqual({
      act: 'pause',
      by: 'operator',
      reason: 'incident',
      at: '2026-11-21T07:15:00.000Z',
    });
  });
});

describe('an act that is meant for the saga as it was seen', () => {
  const refused = [tillSalePlaced, salesOrderRejected];
  const seen = { revision: 2, code: 'article-blocked' };
  const firstAccepted = happening(
    InvoiceAccepted,
    { invoiceNumber: 'KRV2026000000001', acceptedAt: '2026-11-21T07:30:00.000Z' },
    { step: 'transmit', attempt: 1 },
  );
  const takingBack = [...accepted.slice(0, 3), commandDead, retried, invoiceTransmissionRefused];

  it('has its effect while the saga stands so', () => {
    for (const same of [seen, { revision: 2 }, { code: 'article-blocked' }]) {
      given(sale).after(...refused).when(retriedAsSeen(same)).thenSends(postOrder);
      given(sale).after(...refused).when(skipped(byHand, 'post-order', same)).thenSends(issueInvoice);
      given(sale).after(...refused).when(amended({ source: 'x' }, same)).thenSends(postOrder);
    }
  });

  it.each<[string, Happening]>([
    ['retry', retriedAsSeen(seen)],
    ['skip', skipped(byHand, 'post-order', seen)],
    ['amend', amended({ source: 'x' }, seen)],
  ])('has none once it has taken another input: %s', (act, happens) => {
    given(sale)
      .after(...refused, commandDead)
      .when(happens)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward')
      .andRecords('ignored', `${act} was meant for revision 2, article-blocked`);
  });

  it('overrules no cancellation that came meanwhile', () => {
    const overdue = [...accepted, deadlineReached];
    const cancelled = [...overdue, paymentMatched(12_000), orderCancelled, paymentPosted];
    for (const before of [{ code: 'payment-overdue' }, { revision: overdue.length }]) {
      given(sale)
        .after(...cancelled)
        .when(retriedAsSeen(before))
        .thenPublishesNothing()
        .andIs('needs_attention', 'forward')
        .andRecords('ignored');
    }
    given(sale)
      .after(...cancelled)
      .when(retriedAsSeen({ code: 'cancelled-after-pivot' }))
      .andIs('completed', 'forward');
  });

  it('takes no success upon its person that came meanwhile', () => {
    given(sale)
      .after(...takingBack, commandDead, firstAccepted)
      .when(retriedAsSeen({ code: 'attempts-used-up' }))
      .thenSendsNothing()
      .andIs('needs_attention', 'backward')
      .andRecords('ignored', 'retry was meant for attempts-used-up');
  });

  it('has none where nobody is asked any more', () => {
    given(sale)
      .after(...refused, retried)
      .when(retriedAsSeen({ code: 'article-blocked' }))
      .thenSendsNothing()
      .andIs('running', 'forward')
      .andRecords('ignored');
  });
});

it('an amendment that breaks a rule of the definition changes nothing', () => {
  given(sale)
    .after(tillSalePlaced, salesOrderRejected)
    .when(amended({ totals: { grossMinor: -1 } }))
    .thenSendsNothing()
    .andRecords('ignored', 'the amendment does not fit: /totals/grossMinor negative');
});

it('money that a person counts as settled is not asked for again', () => {
  given(sale)
    .after(...accepted, skipped(), paymentPosted)
    .when(paymentMatched(12_000))
    .thenSendsNothing()
    .andIs('completed', 'forward');
});
