import { courseOf, type Course } from './course.js';
import { acceptedOf, effectsOf, type Effects } from './effects.js';
import { leavesNoTrace, type Input } from './inputs.js';
import { type ServiceFacts } from './service-facts.js';

/** Median and 95th percentile in milliseconds; absent where nothing was measured. */
export interface Spread {
  readonly median?: number;
  readonly p95?: number;
}

/** One kind of input and what became of it. */
export interface Row {
  readonly kind: string;
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly erpDocuments: number;
  readonly invoices: number;
  readonly completed: number;
  readonly reversed: number;
  /** Waiting for a person. */
  readonly waiting: number;
  /** Waiting for the payment. */
  readonly unpaid: number;
  readonly toErpMs: Spread;
  readonly toCompletionMs: Spread;
}

interface Counted {
  readonly input: Input;
  readonly effects: Effects;
  readonly end: 'completed' | 'reversed' | 'waiting' | 'unpaid' | 'none';
}

/** A row for each kind of input, one for all, and one for those that were cancelled. */
export function rowsOf(
  inputs: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  services: ServiceFacts | undefined,
): Row[] {
  const counted = inputs.map((input) => counting(input, byOrder, services));
  const kinds = [...new Set(inputs.map(({ kind }) => kind))];
  const ofKind = (wanted: string): Counted[] => counted.filter(({ input }) => input.kind === wanted);
  const cancelled = counted.filter(({ input }) => input.cancellation !== undefined);
  const accepted = cancelled.filter(({ input }) => input.cancellation === 'accepted').length;
  return [
    ...kinds.map((kind) => rowOf(kind, ofKind(kind))),
    rowOf('all sales', counted),
    { ...rowOf('of these cancelled', cancelled), accepted },
  ];
}

function counting(input: Input, byOrder: ReadonlyMap<string, Effects>, services: ServiceFacts | undefined): Counted {
  if (input.outcome !== 'accepted') return { input, effects: effectsOf(new Map(), ''), end: 'none' };
  const { orderNumber, expectation } = input;
  const effects = effectsOf(byOrder, orderNumber);
  const waiting = services ? services.attention.has(orderNumber) : expectation.startsWith('attention');
  return { input, effects, end: waiting ? 'waiting' : endOf(input, courseOf(input, effects)) };
}

function endOf(input: Input, course: Course): Counted['end'] {
  if (leavesNoTrace(input)) return 'none';
  if (course === 'whole') return 'completed';
  if (course === 'unpaid') return 'unpaid';
  const undone = course === 'nothing' && (input.cancellation === 'accepted' || input.expectation === 'compensated');
  return course === 'reversed' || undone ? 'reversed' : 'none';
}

function rowOf(kind: string, counted: readonly Counted[]): Row {
  const having = (test: (each: Counted) => boolean): number => counted.filter(test).length;
  const summed = (count: (effects: Effects) => number): number =>
    counted.reduce((sum, { effects }) => sum + count(effects), 0);
  return {
    kind,
    sent: counted.length,
    accepted: having(({ input }) => input.outcome === 'accepted'),
    refused: having(({ input }) => input.outcome === 'refused'),
    erpDocuments: summed(({ orders }) => orders.length),
    invoices: summed((effects) => acceptedOf(effects).length),
    completed: having(({ end }) => end === 'completed'),
    reversed: having(({ end }) => end === 'reversed'),
    waiting: having(({ end }) => end === 'waiting'),
    unpaid: having(({ end }) => end === 'unpaid'),
    toErpMs: spreadOf(counted.flatMap(({ input, effects }) => since(input, effects.orders.slice(0, 1)))),
    toCompletionMs: spreadOf(
      counted
        .filter(({ end }) => end === 'completed')
        .flatMap(({ input, effects }) => since(input, [...effects.payments, ...effects.erpInvoices])),
    ),
  };
}

function since({ sentAt }: Input, documents: readonly { readonly at: string }[]): number[] {
  if (sentAt === undefined || documents.length === 0) return [];
  return [Math.max(...documents.map(({ at }) => Date.parse(at))) - Date.parse(sentAt)];
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number | undefined => sorted[Math.ceil(sorted.length * share) - 1];
  return { median: at(0.5), p95: at(0.95) };
}
