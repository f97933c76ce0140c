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

/** What is counted: the inputs, those among them that persons had a hand in, and the orders that came otherwise. */
export interface Counting {
  readonly inputs: readonly Input[];
  readonly resolved: ReadonlySet<string>;
  readonly others: readonly Input[];
}

/**
 * A row for each kind of input and one for all; then those of them that were cancelled, those that persons had a hand
 * in, the numbers that were sent again with another content, and the orders that are not the sandbox's.
 */
export function rowsOf(
  { inputs, resolved, others }: Counting,
  byOrder: ReadonlyMap<string, Effects>,
  services: ServiceFacts | undefined,
): Row[] {
  const all = inputs.map((input) => counting(input, byOrder, services));
  const counted = all.filter(({ input }) => !input.altered);
  const altered = all.filter(({ input }) => input.altered);
  const byPerson = counted.filter(({ input }) => resolved.has(input.orderNumber));
  const byHand = others.map((input) => counting(input, byOrder, services));
  const kinds = [...new Set(counted.map(({ input }) => input.kind))];
  const ofKind = (wanted: string): Counted[] => counted.filter(({ input }) => input.kind === wanted);
  const cancelled = counted.filter(({ input }) => input.cancellation !== undefined);
  const accepted = cancelled.filter(({ input }) => input.cancellation === 'accepted').length;
  return [
    ...kinds.map((kind) => rowOf(kind, ofKind(kind))),
    rowOf('all sales', counted),
    { ...rowOf('of these cancelled', cancelled), accepted },
    ...some('of these resolved by a person', byPerson),
    ...some('number sent again, altered', altered),
    ...some('others (by hand)', byHand),
  ];
}

function some(kind: string, counted: readonly Counted[]): Row[] {
  return counted.length > 0 ? [rowOf(kind, counted)] : [];
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
