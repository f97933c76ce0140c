import { OrderNeedsAttention } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import {
  orderCancelled,
  paymentMatched,
  salesOrderRejected,
  tillSalePlaced,
} from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { accepted, byHand, firstPosted, undoing } from '../fixtures/sale.ways.js';
import {
  amended,
  commandDead,
  deadlineReached,
  given,
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

/** The same, an hour later. */
function later(happens: Happening): Happening {
  return (situation) => ({ ...happens(situation), now: situation.now + LATER_MS });
}

describe('that a person is waited for', () => {
  it.each<[string, Happening[], Happening]>([
    ['a retry that was meant for an earlier moment', refused, retriedAsSeen({ revision: 1 })],
    ['a skip that was meant for another reason', refused, skipped(byHand, 'post-order', { code: 'no-answer' })],
    ['an amendment that was meant for an earlier moment', refused, amended({ source: 'x' }, { revision: 1 })],
    ['an amendment that does not fit', refused, amended({ totals: { grossMinor: -1 } })],
    ['facts that do not fit', refused, skipped({ erpNumber: 1 }, 'post-order')],
    ['an amendment on the way back', stuckOnTheWayBack, amended({ source: 'x' })],
    ['a cancellation on the way back', stuckOnTheWayBack, orderCancelled],
    ['a cancellation past the pivot', overdue, orderCancelled],
    ['a payment of only a part', overdue, paymentMatched(5_000)],
    ['a success that is known', stuckOnTheWayBack, firstPosted],
  ])('is told again, with its reason and since the same time, after %s', (_what, before, happens) => {
    const [first, again] = play(sale, [...before, later(happens)]).slice(-2);
    expect(first!.publish.map(({ type }) => type)).toEqual([OrderNeedsAttention]);
    expect(again!.publish).toEqual(first!.publish);
    expect(again!.send).toEqual([]);
    expect(again!.instance).toMatchObject({ status: 'needs_attention', attention: first!.instance!.attention });
    expect(again!.history!.effect).not.toBe('needs-attention');
  });

  it.each<[string, Happening[], Happening]>([
    ['the same order comes once more', refused, tillSalePlaced],
    ['a deadline has passed', refused, deadlineReached],
    ['nothing is paused that could be resumed', refused, resumed],
    ['nobody is waited for', [tillSalePlaced], amended({ source: 'x' })],
    ['it is paused', [...refused, paused], retried],
  ])('is not told again when %s', (_what, before, happens) => {
    const { publish } = play(sale, [...before, happens]).at(-1)!;
    expect(publish.map(({ type }) => type)).not.toContain(OrderNeedsAttention);
  });

  it('is told anew when another reason takes the place of the first', () => {
    given(sale)
      .after(...refused, retried)
      .when(later(commandDead))
      .thenPublishes(OrderNeedsAttention, { code: 'attempts-used-up', since: '2026-11-21T08:15:00.000Z' });
  });
});
