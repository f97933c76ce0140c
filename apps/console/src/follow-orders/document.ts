import type { Channel, Mode } from '@kervan/contracts';
import { awaitsPayment } from './awaits-payment.js';
import { DocumentState } from './document-state.js';
import { type Happening, inOrder, type Term } from './happening.js';
import { TermKind, tellsStanding } from './happening-kind.js';
import { type OrderAsTaken, orderAsTaken } from './order-as-taken.js';

/** What a person is waited for. */
export interface Attention {
  readonly step: string;
  readonly code: string;
  readonly detail: string;
  /** ISO 8601. */
  readonly since: string;
}

/** One order as the console shows it. What no message has told yet is null. */
export interface OrderDocument {
  readonly orderId: string;
  readonly orderNumber: string | null;
  readonly company: string | null;
  readonly mode: Mode | null;
  readonly channel: Channel | null;
  readonly source: string | null;
  readonly grossMinor: number | null;
  readonly currency: string | null;
  readonly placedAt: string | null;
  readonly businessDate: string | null;
  readonly state: DocumentState;
  readonly firstAt: string;
  readonly changedAt: string;
  readonly attention: Attention | null;
  readonly erpNumber: string | null;
  readonly invoiceNumber: string | null;
  readonly correlationId: string;
  readonly traceId: string | null;
}

/**
 * The order that these happenings tell of, and what it is found by.
 *
 * Follows from the set of the happenings alone: the same ones in another order, or twice, give the same order.
 */
export function documentOf(told: readonly [Happening, ...Happening[]]): { document: OrderDocument; terms: Term[] } {
  const happenings = inOrder([...new Map(told.map((one) => [one.messageId, one])).values()]);
  const first = happenings[0] ?? told[0];
  const last = happenings.at(-1) ?? first;
  const placing = placingOf(happenings);
  const placed = placing?.facts.placed;
  const order = placing && orderAsTaken(placing, happenings);
  const lastTold = (fact: 'orderNumber' | 'erpOrderNumber' | 'invoiceNumber'): string | null =>
    happenings.findLast(({ facts }) => facts[fact] !== undefined)?.facts[fact] ?? null;
  const orderNumber = placing?.facts.orderNumber ?? lastTold('orderNumber');
  const document: OrderDocument = {
    orderId: first.orderId,
    orderNumber,
    company: placed?.company ?? null,
    mode: placed?.mode ?? null,
    channel: placed?.channel ?? null,
    source: placed?.source ?? null,
    grossMinor: order?.amountMinor ?? null,
    currency: order?.currency ?? null,
    placedAt: placed?.placedAt ?? null,
    businessDate: placed?.businessDate ?? null,
    ...standing(happenings, order),
    firstAt: first.at,
    changedAt: last.at,
    erpNumber: lastTold('erpOrderNumber'),
    invoiceNumber: lastTold('invoiceNumber'),
    correlationId: (placing ?? first).correlationId,
    traceId: placing?.traceId ?? happenings.find(({ traceId }) => traceId !== null)?.traceId ?? null,
  };
  return { document, terms: termsOf(first.orderId, orderNumber, happenings) };
}

/**
 * Of several tellings of an order, whatever their versions, the one that the orchestrator took counts; the first, until it
 * has told. One that does not add up is never taken, and what is told after the one that was changes nothing.
 */
function placingOf(happenings: readonly Happening[]): Happening | undefined {
  const placings = happenings.filter(({ facts }) => facts.placed !== undefined);
  const taken = happenings.find(({ kind }) => kind === 'OrderTaken')?.causationId;
  return placings.find(({ messageId }) => messageId === taken) ?? placings[0];
}

/** Where the order stands, and why a person is waited for: the last word of the orchestrator, who alone knows. */
function standing(
  happenings: readonly Happening[],
  order: OrderAsTaken | undefined,
): { state: DocumentState; attention: Attention | null } {
  const underWay = order && awaitsPayment(happenings, order) ? DocumentState.awaiting_payment : DocumentState.on_its_way;
  const last = happenings.findLast(({ kind }) => tellsStanding.has(kind));
  switch (last?.kind) {
    case 'OrderNeedsAttention': {
      const { step, code, detail, at, facts } = last;
      const attention = { step: step ?? '', code: code ?? '', detail: detail ?? '', since: facts.since ?? at };
      return { state: DocumentState.needs_attention, attention };
    }
    case 'OrderCompleted':
      return { state: DocumentState.completed, attention: null };
    case 'OrderReversed':
      return { state: DocumentState.reversed, attention: null };
    default:
      return { state: underWay, attention: null };
  }
}

function termsOf(orderId: string, orderNumber: string | null, happenings: readonly Happening[]): Term[] {
  const terms: Term[] = [
    { kind: TermKind.order_id, text: orderId },
    ...(orderNumber === null ? [] : [{ kind: TermKind.order_number, text: orderNumber }]),
    ...happenings.flatMap(({ facts, correlationId }) => [
      ...(facts.terms ?? []),
      { kind: TermKind.correlation_id, text: correlationId },
    ]),
  ];
  return [...new Map(terms.map((term) => [`${term.kind} ${term.text}`, term])).values()];
}
