import { OrderNeedsAttention, OrderTaken } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import {
  invoiceAccepted, invoiceIssued, invoiceRefused, invoiceVoided, orderCancelled, paymentPosted,
  receiptSalePlaced, salesOrderCancelled, salesOrderPosted, salesOrderRejected, tillSalePlaced, webOrderPlaced,
} from '../fixtures/sale.happenings.js';
import { cancelOrder, issueInvoice, postOrder, sale, transmitInvoice, voidInvoice } from '../fixtures/sale.saga.js';
import { ACCEPTED_AT, amended, commandDead, given, type Happening, ORDER_ID, paused, play, resumed, retried, skipped } from '../testing/index.js';
import { next } from './next.js';
import { commandIdOf, undoIdOf } from './turn.js';

const DAY_MS = 86_400_000;
const order = { id: ORDER_ID, acceptedAt: ACCEPTED_AT };

/** A reply under the id of a command, whether the saga has asked for that or not. */
const under =
  (commandId: string, reply: Happening): Happening =>
  (situation) => {
    const { input, now } = reply(situation);
    return { input: input.kind === 'reply' ? { ...input, data: { ...input.data, commandId } } : input, now };
  };
const of = (step: string, attempt: number, reply: Happening): Happening => under(commandIdOf(order, step, attempt), reply);
const ofUndo = (step: string, nth: number, reply: Happening): Happening => under(undoIdOf(order, step, nth), reply);

const posted = of('post-order', 1, salesOrderPosted);
const issued = of('issue-invoice', 1, invoiceIssued);
const accepted = of('transmit', 1, invoiceAccepted);
const cancelledInErp = ofUndo('post-order', 1, salesOrderCancelled);
const idsSent = (...happenings: Happening[]) =>
  play(sale, happenings).at(-1)!.send.map(({ message }) => (message.data as { commandId: string }).commandId);

describe('a saga that was set back hears of commands that it has not asked for again yet', () => {
  it('and keeps the replies for their steps, which are not asked for again', () => {
    given(sale).after(webOrderPlaced, accepted).when(issued).thenSendsNothing().andRecords('kept-early');
    given(sale).after(webOrderPlaced, issued).when(issued).andRecords('duplicate', 'kept already');
    given(sale).after(webOrderPlaced, accepted, issued).when(posted).thenSendsNothing().andIs('waiting', 'forward').andStandsAt('settle', 1);
  });

  it('and goes as far as they tell that it has been, before it is taken back', () => {
    given(sale).after(webOrderPlaced, orderCancelled, issued).when(posted).thenSends(voidInvoice).andIs('running', 'backward');
    given(sale).after(webOrderPlaced, orderCancelled, accepted).when(posted).thenSends(issueInvoice).andIs('running', 'forward');
    for (const before of [[issued, accepted, posted, orderCancelled], [orderCancelled, posted, accepted, issued]]) {
      given(sale)
        .after(...before)
        .when(webOrderPlaced)
        .thenSendsNothing()
        .thenPublishes(OrderNeedsAttention, { code: 'cancelled-after-pivot' })
        .thenPublishes(OrderTaken);
    }
  });

  it('and undoes what turns out to stand after it has turned back', () => {
    const turnedBack = [webOrderPlaced, orderCancelled, posted];
    given(sale).after(...turnedBack).when(issued).thenSendsNothing().andRecords('late-success').andIs('running', 'backward');
    given(sale).after(...turnedBack, issued).when(salesOrderCancelled).thenSends(voidInvoice);
    given(sale).after(...turnedBack, salesOrderCancelled).when(issued).thenSends(voidInvoice);
    given(sale).after(orderCancelled, webOrderPlaced).when(posted).thenSends(cancelOrder);
  });

  it('and asks a person where that cannot be undone', () => {
    const turnedBack = [webOrderPlaced, orderCancelled, posted, issued];
    const late = { code: 'late-success' };
    given(sale).after(...turnedBack).when(accepted).thenSendsNothing().thenPublishes(OrderNeedsAttention, late);
    given(sale).after(...turnedBack, salesOrderCancelled, invoiceVoided).when(accepted).thenPublishes(OrderNeedsAttention, late);
    const refused = [webOrderPlaced, accepted, posted];
    given(sale).after(...refused).when(invoiceRefused).thenSendsNothing().thenPublishes(OrderNeedsAttention, late);
  });

  it('and takes the success of a later attempt for that of the one in flight', () => {
    const secondPosted = of('post-order', 2, salesOrderPosted);
    given(sale).after(webOrderPlaced, retried).when(secondPosted).thenSends(issueInvoice).andIs('running', 'forward');
    given(sale).after(webOrderPlaced, commandDead).when(secondPosted).thenSends(issueInvoice);
    given(sale).after(tillSalePlaced, salesOrderRejected).when(secondPosted).thenSends(issueInvoice);
    given(sale).after(webOrderPlaced, retried, orderCancelled).when(secondPosted).thenSends(cancelOrder);
    given(sale).after(webOrderPlaced, secondPosted).when(of('post-order', 1, commandDead)).thenSendsNothing().andRecords('stale');
    given(sale).after(secondPosted, of('post-order', 1, commandDead)).when(webOrderPlaced).thenSends(issueInvoice).andStandsAt('issue-invoice', 1);
  });

  it('and draws no number again of a step that it has left', () => {
    const [last] = play(sale, [webOrderPlaced, posted, of('post-order', 3, salesOrderPosted)]).slice(-1);
    expect(last!.instance!.steps['post-order']).toMatchObject({ attempts: 3, succeeded: [1, 3] });
  });

  it('and is taken back where it hears that a step had been undone', () => {
    given(sale).after(webOrderPlaced).when(cancelledInErp).thenSendsNothing().andRecords('recorded', 'cancellation');
    given(sale).after(webOrderPlaced, cancelledInErp).when(posted).thenSends(cancelOrder);
    given(sale).after(cancelledInErp).when(webOrderPlaced).andIs('compensated', 'backward');
    const completed = [receiptSalePlaced, posted, of('post-payment', 1, paymentPosted)];
    given(sale).after(...completed).when(cancelledInErp).thenPublishes(OrderNeedsAttention, { code: 'cancelled-after-pivot' });
    given(sale).after(webOrderPlaced, cancelledInErp).when(orderCancelled).andRecords('duplicate');
  });
});

describe('what an order is taken as', () => {
  const onDay = (day: number, happens: Happening): Happening => (situation) => ({ ...happens(situation), now: ACCEPTED_AT + day * DAY_MS });
  const toldOn = (day: number, ...happenings: Happening[]) => {
    const { publish } = play(sale, happenings.map((happens) => onDay(day, happens))).at(-1)!;
    return publish.find(({ type }) => type === OrderTaken)!.data as OrderTaken;
  };

  it.each<[string, Happening[]]>([
    ['an amendment', [tillSalePlaced, salesOrderRejected, amended({ currency: 'EUR' })]],
    ['an amendment without effect', [tillSalePlaced, amended({ currency: 'EUR' })]],
    ['a start that comes again', [tillSalePlaced, tillSalePlaced]],
  ])('is told with its moment: said again of the same cause it is not what was said before, of %s', (_what, happenings) => {
    const [first, again] = [toldOn(1, ...happenings), toldOn(2, ...happenings)];
    expect([first.toldAt, again.toldAt]).toEqual(['2026-11-22T07:15:00.000Z', '2026-11-23T07:15:00.000Z']);
    expect(again.receivable).toEqual(first.receivable);
  });
});

describe('an undo', () => {
  it('has an id of its own, however often its step was asked for', () => {
    expect(idsSent(webOrderPlaced, posted, invoiceRefused)).toEqual([undoIdOf(order, 'post-order', 1)]);
    expect(idsSent(webOrderPlaced, of('post-order', 4, salesOrderPosted), invoiceRefused)).toEqual([undoIdOf(order, 'post-order', 1)]);
    const again = [webOrderPlaced, posted, invoiceRefused, commandDead, retried];
    expect(idsSent(...again)).toEqual([undoIdOf(order, 'post-order', 1)]);
  });

  it('that the release before has asked for is answered, and asked for again, under its old id', () => {
    const oldId = commandIdOf(order, 'post-order', 2);
    given(sale).after(webOrderPlaced, posted, invoiceRefused).when(under(oldId, salesOrderCancelled)).andIs('compensated', 'backward');
    given(sale).after(webOrderPlaced, posted, invoiceRefused).when(under(oldId, commandDead)).thenSendsNothing().andIs('running', 'backward');
    const { instance } = play(sale, [webOrderPlaced, posted, invoiceRefused]).at(-1)!;
    const asBefore = { ...instance!, steps: { ...instance!.steps, 'post-order': { attempts: 2, outcome: 'done' as const } } };
    const { send } = next(sale, asBefore, { kind: 'deadline', step: 'post-order', attempt: 2 }, instance!.deadlineAt!);
    expect(send.map(({ message }) => message.data)).toMatchObject([{ commandId: oldId }]);
  });

  it('takes no success of its step for its answer', () => {
    given(sale).after(webOrderPlaced, posted, invoiceRefused).when(of('post-order', 2, salesOrderPosted)).thenSendsNothing().andIs('running', 'backward');
  });
});

describe('an act that holds a saga', () => {
  it('is kept for the start: it waits from then on, and goes on when it is let', () => {
    given(sale).after(paused).when(webOrderPlaced).thenSendsNothing().thenPublishes(OrderTaken).andIs('paused', 'forward');
    given(sale).after(paused, webOrderPlaced).when(resumed).thenSends(postOrder).andIs('running', 'forward').andItsTimerIs('set');
    given(sale).after(paused, webOrderPlaced, orderCancelled).when(resumed).andIs('compensated', 'backward');
    given(sale).after(paused, webOrderPlaced, issued, posted).when(resumed).thenSends(transmitInvoice);
  });

  it('is kept as well beside a decision, which has no effect before the start, as the history tells', () => {
    const patch = amended({ source: 'shop 2' });
    given(sale).after(patch, skipped({}, 'post-order'), patch).when(webOrderPlaced).thenSends(postOrder).andRecords('started', 'amend, skip came before the order: ignored');
    given(sale).after(paused, patch).when(webOrderPlaced).andRecords('paused', 'operator: incident; amend came before the order: ignored');
    given(sale).after(retried).when(webOrderPlaced).andRecords('started', '');
  });

  it('is the last of them', () => {
    given(sale).after(paused, resumed).when(webOrderPlaced).thenSends(postOrder).andIs('running', 'forward');
    given(sale).after(paused, resumed, paused).when(webOrderPlaced).andIs('paused', 'forward');
  });
});

