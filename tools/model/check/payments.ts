import { minorFromDecimal, sumMinor } from '@kervan/commerce';
import { OrderCompleted, PaymentMatched, PaymentStatus } from '@kervan/contracts';
import type { BookedDocument } from '../outside/model-erp.js';
import { sumOf } from '../persons/amendments.js';
import { BY_HAND, type BookedPart } from '../persons/by-hand.js';
import { type OrderInstance, standOf } from '../persons/stand.js';
import type { Finding, Ledgers } from './findings.js';
import { hasLostAct, isDoneTwice } from './lost-acts.js';
import { toldOf } from './told.js';

/**
 * What is wrong with the payments of orders that have completed: of what was taken with the sale and of what came at the bank
 * the books hold just what the order was last amended to and its end tells, whoever has booked it; and money that came in
 * time is told. An order that lacks an act of a person, having been set back, is left out.
 */
export function paymentFindings(ledgers: Ledgers): Finding[] {
  return ledgers.orders.flatMap(({ name, orderId }) => {
    const stand = standOf(ledgers.database, orderId);
    if (stand?.status !== 'completed' || hasLostAct(ledgers, orderId) || isDoneTwice(ledgers, stand)) return [];
    const codes = wrongWith(ledgers, stand);
    return codes.map(([invariant, code]) => ({ invariant, code, detail: name }));
  });
}

type Wrong = readonly [Finding['invariant'], string];

/** The parts of the documents that hold payments of an order; the steps of which each may be. */
const STEPS = {
  captured: ['payment', 'post-payment'],
  settled: ['settlement', 'post-settlement'],
  elsewhere: ['settle'],
};

function wrongWith({ database, erp, log, lost }: Ledgers, stand: OrderInstance): Wrong[] {
  const wrong: Wrong[] = [];
  const order = stand.order.value();
  const docs = erp.books.filter(({ orderId, type }) => orderId === stand.id && type === 'payment');
  const parts = (names: readonly string[]): BookedPart[] =>
    docs.filter(({ reference }) => names.includes(reference.split(':')[3] ?? '')).flatMap(partsOf);
  const sum = (names: readonly string[]): number => sumMinor(parts(names).map(({ amount }) => minorFromDecimal(amount, order.currency)));
  if (sum(STEPS.captured) !== sumOf(order, PaymentStatus.captured)) wrong.push(['I2', 'captured-otherwise']);

  const told = toldOf(log, OrderCompleted, stand.id).at(-1)?.data.settledPayments ?? [];
  const asTold = told.map(({ statementReference, amountMinor }) => `${statementReference} ${amountMinor}`);
  const asBooked = parts(STEPS.settled).map(({ reference, amount }) => `${reference} ${minorFromDecimal(amount, order.currency)}`);
  if (asTold.toSorted().join() !== asBooked.toSorted().join()) wrong.push(['I1', 'settled-otherwise']);

  const lines = toldOf(log, PaymentMatched, stand.id);
  const [dueMinor, settledMinor] = [sumOf(order, PaymentStatus.due), sumMinor(told.map(({ amountMinor }) => amountMinor))];
  const isAccepted = lines.some(({ data }) => data.settlesOrder && data.acceptedDueMinor === dueMinor);
  const restMinor = dueMinor - settledMinor - sum(STEPS.elsewhere);
  if (restMinor > 0 && !isAccepted) wrong.push(['I1', 'not-paid-in-full']);
  if (restMinor < 0 && sum(STEPS.elsewhere) > 0) wrong.push(['I2', 'paid-twice-over']);

  const late = database.look('saga', `SELECT message_id FROM saga_history WHERE instance_id = '${stand.id}' AND effect = 'ignored'`);
  const isLate = new Set(late.map((row) => row['message_id']));
  const references = new Set(told.map(({ statementReference }) => statementReference));
  const isForgotten = lines.some(({ id, data }) => !isLate.has(id) && !references.has(data.statementReference));
  if (isForgotten && !lost && stand.steps['settle']?.outcome === 'done') wrong.push(['I1', 'payment-forgotten']);
  return wrong;
}

function partsOf({ body }: BookedDocument): readonly BookedPart[] {
  return body['payments'] as readonly BookedPart[];
}

/**
 * Documents of an order that stand in the books and that its end does not tell, or the other way round; of one that was set
 * back, only where it has ended since.
 */
export function untoldFindings(ledgers: Ledgers): Finding[] {
  const { orders, erp, log, database, lost } = ledgers;
  return orders.flatMap(({ name, orderId }) => {
    const stand = lost && standOf(database, orderId);
    if (stand && (stand.status !== 'completed' || isDoneTwice(ledgers, stand))) return [];
    const told = toldOf(log, OrderCompleted, orderId).at(-1)?.data.documents;
    if (!told) return [];
    const numbers = new Set(told.filter(({ type }) => type.startsWith('erp_')).map(({ number }) => number));
    const docs = erp.books.filter((one) => one.orderId === orderId && one.type !== 'cancellation');
    const isUntold = docs.some(({ reference, number }) => !reference.startsWith(BY_HAND) && !numbers.has(number));
    const isUnknown = [...numbers].some((number) => !docs.some((one) => one.number === number));
    return [
      ...(isUntold ? [{ invariant: 'I1', code: 'document-untold', detail: name } as const] : []),
      ...(isUnknown ? [{ invariant: 'I3', code: 'document-told-that-is-not-there', detail: name } as const] : []),
    ];
  });
}
