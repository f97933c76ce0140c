import { expect, it } from 'vitest';
import { sale } from '../fixtures/sale.saga.js';
import { defineSaga, type BeforePivot } from './define-saga.js';
import { isAwaiting, type CommandStep } from './saga-definition.js';

const { startsOn, open, answersWith, tells, steps, cancelledBy, ends } = sale;
type Data = ReturnType<typeof open>;
type Order = Parameters<typeof open>[0]['order'];
const [settle] = steps.filter(isAwaiting);
const [postOrder, issueInvoice, transmit] = steps.filter((step) => !isAwaiting(step)) as CommandStep<Data, Order>[];

const begun = (): BeforePivot<Data, Order> => defineSaga<Data>('sale').startsOn(startsOn, open).answersWith(answersWith, tells);
const undoable = (step: CommandStep<Data, Order>) => step as Parameters<BeforePivot<Data, Order>['compensatable']>[1];

it('a saga has no two steps of one name', () => {
  const { name: _, ...unnamed } = issueInvoice!;
  const twice = begun().compensatable('post-order', undoable(postOrder!)).pivot('post-order', unnamed);
  expect(() => twice.cancelledBy(cancelledBy).ends(ends)).toThrow('two steps named post-order');
});

it('a step is amended from an earlier command, never from itself or a later one', () => {
  const early = begun().compensatable('post-order', undoable(postOrder!));
  const fits = early.pivot('transmit', { ...transmit!, amendedFrom: 'post-order' });
  expect(() => fits.cancelledBy(cancelledBy).ends(ends)).not.toThrow();
  const itself = early.pivot('transmit', { ...transmit!, amendedFrom: 'transmit' });
  expect(() => itself.cancelledBy(cancelledBy).ends(ends)).toThrow('amended from transmit, which is no earlier command');
});

it('no step awaits what an earlier one takes all of that comes early', () => {
  const invoiced = begun().pivot('issue-invoice', issueInvoice!);
  const { name: _, ...all } = settle!;
  const { until: __, ...one } = all;
  const fits = invoiced.retriable('deposit', one).retriable('settle', all);
  expect(() => fits.cancelledBy(cancelledBy).ends(ends)).not.toThrow();
  const starves = invoiced.retriable('settle', all).retriable('rest', one);
  expect(() => starves.cancelledBy(cancelledBy).ends(ends)).toThrow(
    'step rest of saga sale awaits kervan.banking.PaymentMatched, of which settle takes all that comes early',
  );
});
