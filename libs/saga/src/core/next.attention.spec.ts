import { CommandDead, OrderAttentionResolved, OrderCompleted, OrderNeedsAttention, OrderReversed, OrderTaken, Withdraw } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import {
  orderCancelled,
  paymentMatched,
  paymentPosted,
  salesOrderCancelled,
  salesOrderPosted,
  salesOrderRejected,
  tillSalePlaced,
} from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { accepted, byHand, firstAccepted, firstPosted, paid, undoing, voiding } from '../fixtures/sale.ways.js';
import {
  ACCEPTED_AT,
  amended,
  commandDead,
  deadlineReached,
  given,
  happening,
  type Happening,
  paused,
  play,
  resumed,
  retried,
  retriedAsSeen,
  skipped,
} from '../testing/index.js';

const LATER_MS = 3_600_000;
const refused = [tillSalePlaced, salesOrderRejected];
const stuckOnTheWayBack = [...undoing, commandDead];
const overdue = [...accepted, deadlineReached];
const silent = [deadlineReached, deadlineReached];
const paymentSilent = [...paid, ...silent];

/** The same, an hour later. */
function later(happens: Happening): Happening {
  return (situation) => ({ ...happens(situation), now: situation.now + LATER_MS });
}

const typesOf = (...happens: Happening[]) => play(sale, happens).at(-1)!.publish.map(({ type }) => type);

describe('that a person is waited for', () => {
  it.each<[string, Happening[], Happening]>([
    ['a cancellation on the way back', stuckOnTheWayBack, orderCancelled],
    ['a cancellation past the pivot', overdue, orderCancelled],
    ['a payment of only a part', overdue, paymentMatched(5_000)],
    ['a success that is known', stuckOnTheWayBack, firstPosted],
    ['a pause', refused, paused],
  ])('stays as it was told, and nothing is told, after %s', (_what, before, happens) => {
    const [waits, after] = play(sale, [...before, later(happens)]).slice(-2);
    expect(after!.publish).toEqual([]);
    expect(after!.send).toEqual([]);
    expect(after!.instance!.attention).toEqual(waits!.instance!.attention);
  });

  it.each<[string, Happening[], Happening]>([
    ['a retry that was meant for an earlier moment', refused, retriedAsSeen({ revision: 1 })],
    ['a skip that was meant for another reason', refused, skipped(byHand, 'post-order', { code: 'no-answer' })],
    ['an amendment that does not fit', refused, amended({ totals: { grossMinor: -1 } })],
    ['a retry while it is paused', [...refused, paused], retried],
  ])('stays as it was, and is told again as it was, after %s', (_what, before, happens) => {
    const [waits, after] = play(sale, [...before, later(happens)]).slice(-2);
    expect(after!.publish.at(-1)).toMatchObject({ type: OrderNeedsAttention, data: waits!.instance!.attention });
    expect(after!.send).toEqual([]);
    expect(after!.instance!.attention).toEqual(waits!.instance!.attention);
  });

  it.each<[string, Happening[], Happening, object]>([
    ['a retry', refused, retried, { step: 'post-order', code: 'article-blocked' }],
    ['an amendment', refused, amended({ source: 'x' }), { step: 'post-order', code: 'article-blocked' }],
    ['a skip of what was given up', [tillSalePlaced, commandDead], skipped(byHand), { code: 'attempts-used-up' }],
    ['the reply, after all', [tillSalePlaced, deadlineReached, deadlineReached], salesOrderPosted, { code: 'no-answer' }],
    ['a cancellation before the pivot', [tillSalePlaced, commandDead], orderCancelled, { code: 'attempts-used-up' }],
    ['the rest of the payment', [...overdue, paymentMatched(5_000)], paymentMatched(7_000), { step: 'settle' }],
    ['a retry that overrules a cancellation', [...accepted, orderCancelled], retried, { code: 'cancelled-after-pivot' }],
  ])('is over, and told so once, with %s', (_what, before, happens, what) => {
    given(sale).after(...before).when(happens).thenPublishes(OrderAttentionResolved, { ...what, orderNumber: 'W-1001' });
    expect(typesOf(...before, happens).filter((type) => type !== OrderTaken)).toHaveLength(1);
    expect(typesOf(...before, happens, orderCancelled)).not.toContain(OrderAttentionResolved);
  });

  it.each<[string, Happening[]]>([
    ['silence', [tillSalePlaced, deadlineReached, deadlineReached]],
    ['a refusal', refused],
    ['a death on the way back', stuckOnTheWayBack],
    ['an overdue payment', overdue],
    ['an overdue payment of which a part has come', [...overdue, paymentMatched(5_000)]],
    ['a cancellation past the pivot', [...accepted, orderCancelled]],
    ['an overdue payment, then cancelled', [...overdue, orderCancelled]],
    ['silence past the pivot, then cancelled', [...paymentSilent, orderCancelled]],
    ['an undo that is not answered', [...undoing, ...silent]],
    ['an undo for a cancellation that is not answered', [...voiding, ...silent]],
    ['a withdrawal for a cancellation that is not answered', [tillSalePlaced, ...silent, orderCancelled, ...silent]],
    ['a late success', [...voiding, firstAccepted]],
  ])('is not over with a pause: after %s it is told again at its end, since the same time', (_why, before) => {
    const [waits] = play(sale, before).slice(-1);
    const resumedLater = play(sale, [...before, paused, later(resumed)]).at(-1)!;
    expect(resumedLater.publish.map(({ type }) => type)).toEqual([OrderNeedsAttention]);
    expect(resumedLater.publish[0]!.data).toMatchObject(waits!.instance!.attention!);
    expect(resumedLater.instance).toMatchObject({ status: 'needs_attention', attention: waits!.instance!.attention });
    expect(resumedLater.send).toEqual([]);
    expect(resumedLater.history!.effect).toBe('resumed');
  });

  it.each<[string, Happening[], string]>([
    ['an unanswered step', [tillSalePlaced, ...silent], 'no-answer'],
    ['an unanswered withdrawal for a skip', [tillSalePlaced, skipped(byHand), ...silent], 'no-answer'],
    ['a withdrawal for a retry that was given up', [tillSalePlaced, commandDead, retried, commandDead], 'attempts-used-up'],
  ])('is over with a pause in which the order was cancelled: %s is withdrawn', (_what, before, code) => {
    const [afterPause] = play(sale, [...before, paused, orderCancelled, resumed]).slice(-1);
    expect(afterPause!.send.map(({ message }) => message.type)).toEqual([Withdraw]);
    expect(afterPause!.publish).toMatchObject([{ type: OrderAttentionResolved, data: { code } }]);
    expect(afterPause!.instance!.cancellation).not.toHaveProperty('inPause', true);
  });

  it('begins at the end of a pause in which an undo was given up, and is counted then', () => {
    given(sale).after(...undoing, paused, commandDead).when(resumed).andIs('needs_attention', 'backward').andRecords('needs-attention');
  });

  it('is over with a pause in which what was waited for has come', () => {
    given(sale).after(...overdue, paused, paymentMatched(12_000)).when(resumed).thenPublishes(OrderAttentionResolved, { step: 'settle' });
  });

  it('counts from its own beginning, where the next step needs a person for the same reason', () => {
    const nextIsDead = happening(CommandDead, { code: 'attempts-used-up', detail: '' }, { step: 'issue-invoice', attempt: 1 });
    const [after] = play(sale, [tillSalePlaced, commandDead, nextIsDead, later(salesOrderPosted)]).slice(-1);
    expect(after!.instance).toMatchObject({ step: 'issue-invoice', status: 'needs_attention' });
    expect(Date.parse(after!.instance!.attention!.since)).toBe(ACCEPTED_AT + LATER_MS);
  });

  it('is over at the time of what ended it', () => {
    given(sale)
      .after(...refused)
      .when(later(retried))
      .thenPublishes(OrderAttentionResolved, { resolvedAt: '2026-11-21T08:15:00.000Z' });
  });

  it('is told anew when another reason takes the place of the first', () => {
    given(sale)
      .after(...refused, retried)
      .when(later(commandDead))
      .thenPublishes(OrderNeedsAttention, { code: 'attempts-used-up', since: '2026-11-21T08:15:00.000Z' });
  });

  it('is over with the end, which tells so by itself', () => {
    expect(typesOf(...undoing, deadlineReached, deadlineReached, salesOrderCancelled)).toEqual([OrderReversed]);
  });
});

describe('an order that is sent again', () => {
  it.each<[string, Happening[], object]>([
    ['that a person is waited for', refused, OrderNeedsAttention],
    ['that a person is waited for, in a pause, too', [...refused, paused], OrderNeedsAttention],
    ['that it was taken back', [...undoing, salesOrderCancelled], OrderReversed],
    ['that it is completed', [...paid, paymentPosted], OrderCompleted],
  ])('is told %s, since the same time', (_what, before, standing) => {
    const told = play(sale, before).flatMap(({ publish }) => publish).findLast(({ type }) => type === standing);
    const { publish } = play(sale, [...before, later(tillSalePlaced)]).at(-1)!;
    expect(publish.map(({ type }) => type)).toEqual([OrderTaken, standing]);
    expect(publish[1]).toEqual(told);
  });

  it('is told no more than that it was taken while it goes its way', () => {
    expect(typesOf(tillSalePlaced, tillSalePlaced)).toEqual([OrderTaken]);
    expect(typesOf(...refused, retried, tillSalePlaced)).toEqual([OrderTaken]);
  });
});

describe('a pause while something is awaited', () => {
  const deadlineAfter = (...happens: Happening[]) => play(sale, happens).at(-1)!.instance!.deadlineAt;

  it('leaves its deadline where it was', () => {
    expect(deadlineAfter(...accepted, paused, later(resumed))).toBe(deadlineAfter(...accepted));
    expect(deadlineAfter(...accepted, paused, paymentMatched(5_000), later(resumed))).toBe(deadlineAfter(...accepted));
  });

  it('is followed by the deadline at once, where that has passed meanwhile', () => {
    const afterwards: Happening = (situation) => ({ ...resumed(situation), now: situation.now + 400 * 86_400_000 });
    const { instance, schedule } = play(sale, [...accepted, paused, afterwards]).at(-1)!;
    expect(schedule).toMatchObject({ kind: 'set', at: instance!.deadlineAt });
    expect(instance!.deadlineAt).toBe(ACCEPTED_AT + 400 * 86_400_000);
  });

  it('asks again what was asked, for as long as at first', () => {
    expect(deadlineAfter(tillSalePlaced, paused, later(resumed))).toBe(deadlineAfter(tillSalePlaced)! + LATER_MS);
  });
});
