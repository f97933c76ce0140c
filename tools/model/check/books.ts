import { decimalFromMinor } from '@kervan/commerce';
import { PaymentStatus } from '@kervan/contracts';
import type { BookedDocument } from '../outside/model-erp.js';
import { standOf } from '../persons/stand.js';
import type { PlannedOrder } from '../run/plan.js';
import type { Finding, Ledgers } from './findings.js';
import { hasLostAct, isDoneTwice } from './lost-acts.js';

/** What a person is told whose order was cancelled in the ERP, in the time that was lost or since, although its invoice stands. */
const AFTER_THE_PIVOT: readonly string[] = ['late-success', 'cancelled-after-pivot'];

/** What is wrong with the ERP's books and the authority's, seen from the orders: doubled, invented, lost, out of step. */
export function booksFindings(ledgers: Ledgers): Finding[] {
  const { erp, orders } = ledgers;
  const known = new Set(orders.map(({ orderId }) => orderId));
  const findings: Finding[] = [];
  for (const [reference, booked] of Map.groupBy(erp.books, (one) => one.reference)) {
    if (booked.length > 1) findings.push({ invariant: 'I2', code: 'booked-twice', detail: reference });
  }
  for (const { reference, orderId } of erp.books) {
    if (!known.has(orderId)) findings.push({ invariant: 'I3', code: 'invented', detail: reference });
  }
  return [...findings, ...orders.flatMap((one) => ofOrder(ledgers, one))];
}

function ofOrder(ledgers: Ledgers, { name, orderId }: PlannedOrder): Finding[] {
  const { database, erp, integrator, lost, acted } = ledgers;
  const findings: Finding[] = [];
  const wrong = (invariant: Finding['invariant'], code: string): void => void findings.push({ invariant, code, detail: name });
  const saga = standOf(database, orderId);
  if (!saga) return [{ invariant: 'I1', code: 'order-lost', detail: name }];

  const order = saga.order.value();
  const docs = erp.books.filter((one) => one.orderId === orderId);
  const has = (type: string): boolean => docs.some((one) => one.type === type);
  const gross = decimalFromMinor(order.totals.grossMinor, order.currency);
  const isOther = hasLostAct(ledgers, orderId);
  for (const { type, totals } of docs) {
    if (type !== 'payment' && totals && totals.gross !== gross && !isOther) wrong('I3', `${type}-of-another-sum`);
  }
  const invoices = database.look('einvoice', `SELECT number, ettn, state, xml FROM invoice WHERE order_id = '${orderId}'`);
  const accepted = invoices.filter(({ ettn }) => isAccepted(integrator, ettn!));
  if (invoices.length > 1) wrong('I2', 'invoiced-twice');

  if (saga.status === 'waiting') wrong('I1', 'paid-and-still-waiting');
  if (saga.status === 'completed') {
    if (!has('sales-order')) wrong('I1', 'completed-without-order-in-books');
    if (has('cancellation')) wrong('I10', 'completed-and-cancelled');
    if (order.fiscalDocument === 'invoice' && (accepted.length !== 1 || !has('invoice'))) wrong('I1', 'completed-without-invoice');
    if (!acted && paid(docs) !== order.totals.grossMinor) wrong('I2', 'paid-another-sum');
  }
  if (saga.status === 'compensated') {
    if (has('sales-order') !== has('cancellation')) wrong('I1', 'taken-back-by-half');
    if (has('payment') || has('invoice')) wrong('I10', 'taken-back-after-its-effects');
    if (invoices.some(({ state }) => state !== 'void')) wrong('I11', 'taken-back-with-its-invoice');
  }
  if (accepted.length > 0) {
    if (accepted.some(({ ettn, xml }) => integrator.taken.get(ettn!)?.content !== xml)) wrong('I3', 'accepted-otherwise');
    const isTold = lost && saga.status === 'needs_attention' && AFTER_THE_PIVOT.includes(saga.attention?.code ?? '');
    if (has('cancellation') && !isTold) wrong('I10', 'cancelled-after-the-pivot');
    if (accepted.some(({ state }) => state === 'void')) wrong('I10', 'voided-after-the-pivot');
  }
  if (order.payments.every(({ status }) => status === PaymentStatus.captured) && paid(docs) > order.totals.grossMinor && !isOther && !isDoneTwice(ledgers, saga)) {
    wrong('I2', 'paid-too-much');
  }
  return findings;
}

function isAccepted({ taken }: Ledgers['integrator'], ettn: string): boolean {
  return taken.get(ettn)?.decision === 'accepted';
}

function paid(docs: readonly BookedDocument[]): number {
  return docs
    .filter(({ type }) => type === 'payment')
    .reduce((sum, { totals }) => sum + Math.round(Number(totals?.gross ?? 0) * 100), 0);
}
