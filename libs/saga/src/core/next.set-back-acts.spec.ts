import { OrderCompleted, OrderNeedsAttention } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import {
  invoiceAccepted, invoiceIssued, invoiceRefused, orderCancelled, paymentMatched, paymentPosted, receiptSalePlaced, salesOrderPosted,
} from '../fixtures/sale.happenings.js';
import { postPayment, sale, voidInvoice } from '../fixtures/sale.saga.js';
import { ACCEPTED_AT, given, type Happening, ORDER_ID, play } from '../testing/index.js';
import { remainingSteps } from './remaining-steps.js';
import { commandIdOf } from './turn.js';

/** A reply to a step's nth command, whether the saga has asked for that or not. */
const of =
  (step: string, attempt: number, reply: Happening): Happening =>
  (situation) => {
    const { input, now } = reply(situation);
    const commandId = commandIdOf({ id: ORDER_ID, acceptedAt: ACCEPTED_AT }, step, attempt);
    return { input: input.kind === 'reply' ? { ...input, data: { ...input.data, commandId } } : input, now };
  };

const posted = of('post-order', 1, salesOrderPosted);
const issued = of('issue-invoice', 1, invoiceIssued);
const accepted = of('transmit', 1, invoiceAccepted);
const sold = of('post-payment', 1, paymentPosted);
const last = (...happenings: Happening[]) => play(sale, happenings).at(-1)!.instance!;
const outcomes = (...happenings: Happening[]) =>
  sale.steps.map(({ name }) => last(...happenings).steps[name]?.outcome);

/** To the saga it is a receipt sale: that a person had it invoiced is lost, what was done for that comes. */
describe('a saga that was set back, and has lost what made a step due', () => {
  it.each([
    ['in their order', [issued, accepted]],
    ['in another', [accepted, issued]],
  ])('counts what is known to be done, and keeps what that told: replies %s', (_what, ahead) => {
    given(sale)
      .after(receiptSalePlaced, ...ahead)
      .when(posted)
      .thenSends(postPayment)
      .andStandsAt('post-payment', 1)
      .andKnows({ invoiceNumber: 'KRV2026000000001' });
    const way = [receiptSalePlaced, ...ahead, posted, sold];
    expect(outcomes(...way)).toEqual(['done', 'done', 'done', 'skipped', 'done']);
    given(sale).after(...way.slice(0, -1)).when(sold).thenPublishes(OrderCompleted).andIs('completed', 'forward');
  });

  it('asks for nothing else that is not due: neither before what is done nor after it', () => {
    given(sale).after(receiptSalePlaced, accepted).when(posted).thenSends(postPayment);
    expect(outcomes(receiptSalePlaced, accepted, posted, sold)).toEqual(['done', 'skipped', 'done', 'skipped', 'done']);
    given(sale).after(receiptSalePlaced, issued).when(posted).thenSends(postPayment);
    expect(outcomes(receiptSalePlaced, issued, posted, sold)).toEqual(['done', 'done', 'skipped', 'skipped', 'done']);
  });

  it('draws no number of it again, whichever attempt it was', () => {
    const { steps } = last(receiptSalePlaced, of('issue-invoice', 3, invoiceIssued), posted);
    expect(steps['issue-invoice']).toEqual({ attempts: 3, outcome: 'done', succeeded: [3] });
  });

  it('leaves out what had no effect, and what waits for an event, as ever', () => {
    const refused = of('issue-invoice', 1, invoiceRefused);
    given(sale).after(receiptSalePlaced, refused, paymentMatched(12_000)).when(posted).thenSends(postPayment).andIs('running', 'forward');
    const way = [receiptSalePlaced, refused, paymentMatched(12_000), posted, sold];
    expect(outcomes(...way)).toEqual(['done', 'skipped', 'skipped', 'skipped', 'done']);
  });

  it('tells its end again where it hears of it only then, once', () => {
    const ended = [receiptSalePlaced, posted, sold];
    given(sale)
      .after(...ended)
      .when(issued)
      .thenSendsNothing()
      .thenPublishes(OrderCompleted)
      .andIs('completed', 'forward')
      .andRecords('late-success')
      .andKnows({ invoiceNumber: 'KRV2026000000001' });
    given(sale).after(...ended, issued).when(issued).thenPublishesNothing().andRecords('duplicate');
  });

  it('shows what is done among the steps that it has before it', () => {
    const remaining = remainingSteps(sale, last(receiptSalePlaced, issued));
    expect(remaining).toEqual(['post-order', 'issue-invoice', 'post-payment']);
  });

  it('takes it back when it is cancelled, or asks a person where it cannot be', () => {
    given(sale).after(receiptSalePlaced, issued, orderCancelled).when(posted).thenSends(voidInvoice).andIs('running', 'backward');
    const afterPivot = { code: 'cancelled-after-pivot' };
    given(sale).after(receiptSalePlaced, accepted, orderCancelled).when(posted).thenSendsNothing().thenPublishes(OrderNeedsAttention, afterPivot);
  });
});
