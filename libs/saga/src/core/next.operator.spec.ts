import { OrderCompleted, OrderNeedsAttention, OrderTaken } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import {
  invoiceStands,
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
import { issueInvoice, postOrder, sale } from '../fixtures/sale.saga.js';
import { accepted, byHand, firstAccepted, paid, transmitting, undoing, voiding } from '../fixtures/sale.ways.js';
import {
  amended,
  commandDead,
  commandWithdrawn,
  deadlineReached,
  given,
  type Happening,
  operatorHappenings,
  ORDER_ID,
  paused,
  play,
  retried,
  retriedAsSeen,
  skipped,
} from '../testing/index.js';
import { possibleActs } from './possible-acts.js';

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
    ['after an undo that failed and may yet be done', [...voiding, commandDead], ['pause', 'retry']],
    ['after an undo that can never be done', [...voiding, invoiceStands], ['pause', 'retry', 'skip']],
    ['after a cancellation past the pivot', [...paid, paymentPosted, orderCancelled], ['pause', 'retry']],
    ['once it has completed', [...paid, paymentPosted], []],
    ['once it is compensated', [...undoing, salesOrderCancelled], []],
  ])('%s', (_when, before, acts) => {
    expect(possible(...before)).toEqual(acts);
  });

  it('are the ones that have an effect: any other is recorded as ignored', () => {
    const acts = operatorHappenings({ patch: { source: 'x' } });
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
  const takingBack = [...transmitting, commandDead, retried, commandWithdrawn, invoiceTransmissionRefused];

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

  it('and had its effect before the saga was set back tells how the order stands all the same', () => {
    const tells = given(sale).after(...refused, commandDead).when(amended({ totals: { grossMinor: 9_000 } }, seen));
    tells.thenPublishes(OrderTaken).thenPublishes(OrderNeedsAttention, { since: '2026-11-21T07:15:00.000Z' });
    given(sale).after(...refused, retried, salesOrderPosted).when(retriedAsSeen(seen)).thenPublishesNothing();
    given(sale).after(...paid, paymentPosted).when(retriedAsSeen(seen)).thenPublishes(OrderCompleted);
  });

  it('overrules no cancellation that came meanwhile', () => {
    const overdue = [...accepted, deadlineReached];
    const cancelled = [...overdue, paymentMatched(12_000), orderCancelled, paymentPosted];
    for (const before of [{ code: 'payment-overdue' }, { revision: overdue.length }]) {
      given(sale)
        .after(...cancelled)
        .when(retriedAsSeen(before))
        .thenSendsNothing()
        .thenPublishes(OrderNeedsAttention, { code: 'cancelled-after-pivot' })
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

it('an amendment is told as what was taken, since the first time, and so is a start that comes after it', () => {
  const totals = { linesMinor: 9_000, grossMinor: 9_000 };
  const after = [tillSalePlaced, salesOrderRejected, amended({ totals, currency: 'EUR' })];
  for (const happenings of [after, [...after, tillSalePlaced]]) {
    const told = play(sale, happenings).at(-1)!.publish.find(({ type }) => type === OrderTaken);
    const receivable = { dueMinor: 9_000, currency: 'EUR', orderNumber: 'W-1001' };
    expect(told?.data).toMatchObject({ orderId: ORDER_ID, takenAt: '2026-11-21T07:15:00.000Z', receivable });
  }
});

it('an amendment that breaks a rule of the definition changes nothing', () => {
  given(sale)
    .after(tillSalePlaced, salesOrderRejected)
    .when(amended({ totals: { grossMinor: -1 } }))
    .thenSendsNothing()
    .thenPublishes(OrderTaken)
    .andRecords('ignored', 'the amendment does not fit: /totals/grossMinor negative');
});
