import { type Document, type Message, OrderCompleted, PaymentMatched } from '@kervan/contracts';
import { frame } from '@kervan/messaging/parts';
import { describe, expect, it } from 'vitest';
import { ModelLog } from '../kafka/model-log.js';
import { SeededRandom } from '../machine/seeded-random.js';
import { card, planOrders, transfer } from '../run/plan.js';
import type { Ledgers } from './findings.js';
import { paymentFindings, untoldFindings } from './payments.js';

const [planned] = planOrders(new SeededRandom(1), 1);
const { orderId } = planned!;
const order = { ...planned!.order, payments: [card(500), transfer(700)] };
const LINE = { statementReference: 'S-1', accountDigest: null, amountMinor: 700 };

/** What the books hold: the end of a document's reference, its number, and its payments, each an amount and perhaps a number. */
type Booked = readonly [reference: string, number: string, ...payments: readonly (readonly [amount: string, reference?: string])[]];

const captured: Booked = [`live:AM01:${orderId}:payment`, 'N-1', ['5.00']];
const settled: Booked = [`live:AM01:${orderId}:settlement`, 'N-2', ['7.00', 'S-1']];
const byHand = (amount: string): Booked => [`by-hand:AM01:${orderId}:settle`, 'N-3', [amount]];

const NONE = { deadline_at: null, attention_code: null, attention_since: null };
const row = {
  ...NONE, id: orderId, step: 'post-settlement', status: 'completed', started_at: '2026-11-21T07:00:00.000Z',
  state: { steps: { settle: { outcome: 'done', byPerson: true } }, kept: {} },
};

interface Told {
  readonly settledPayments?: readonly (typeof LINE)[];
  readonly numbers?: readonly string[];
  /** Whether a second line came, too late. */
  readonly isLate?: boolean;
  /** Of an order that was set back: what its history tells of acts of persons. */
  readonly since?: 'nothing' | 'a lost act' | 'a step done twice';
}

/** What is wrong with an order that has completed: 5.00 were taken with the sale, and 7.00 came at the bank. */
function codes(books: readonly Booked[], { settledPayments = [LINE], numbers = books.map(([, number]) => number), isLate = false, since }: Told = {}) {
  const look = (_schema: string, sql: string): object[] => {
    if (sql.includes('AmendOrder')) return since === 'a lost act' ? [{ one: '1' }] : [];
    if (sql.includes('late-success')) return since === 'a step done twice' ? [{ detail: 'settle, attempt 2' }] : [];
    if (sql.includes('saga_history')) return isLate ? [{ message_id: 'second' }] : [];
    return [{ row: JSON.stringify(row), body: JSON.stringify(order) }];
  };
  const log = new ModelLog(() => 0);
  const say = <T>({ type, data }: Message<T>, id: string): void => {
    const headers = { ce_type: type.fullName, ce_id: id };
    log.append([{ topic: 'orders', partition: 0, key: Buffer.from(orderId), value: frame(1, type.encode(data)), headers }]);
  };
  const at = row.started_at;
  const line = { ...LINE, orderId, invoiceNumber: null, currency: 'TRY', valueDate: '2026-11-21', matchedAt: at, settlesOrder: false, acceptedDueMinor: null };
  say(PaymentMatched.of(line), 'first');
  if (isLate) say(PaymentMatched.of({ ...line, statementReference: 'S-2' }), 'second');
  const documents = numbers.map((number): Document => ({ type: 'erp_payment', number, issuedOn: null }));
  say(OrderCompleted.of({ orderId, orderNumber: 'M-1', completedAt: at, documents, settledPayments }), 'end');
  const booked = books.map(([reference, number, ...payments]) => {
    const body = { payments: payments.map(([amount, of]) => ({ amount, ...(of !== undefined && { reference: of }) })) };
    return { type: 'payment', reference, number, orderId, body };
  });
  const orders = [{ name: 'order 1', orderId, order }];
  const ledgers = { database: { look }, erp: { books: booked }, log, orders, lost: since && {} } as unknown as Ledgers;
  return [...paymentFindings(ledgers), ...untoldFindings(ledgers)].map(({ code }) => code);
}

describe('the payments of an order that has completed', () => {
  it('are those that its end tells', () => {
    expect(codes([captured, settled])).toEqual([]);
    expect(codes([captured, settled], { isLate: true })).toEqual([]);
    expect(codes([captured])).toEqual(['settled-otherwise']);
    expect(codes([captured, settled], { settledPayments: [] })).toEqual(['settled-otherwise', 'not-paid-in-full', 'payment-forgotten']);
  });

  it('are booked once, whoever has booked them', () => {
    expect(codes([settled])).toEqual(['captured-otherwise']);
    expect(codes([captured, settled, [`by-hand:AM01:${orderId}:post-payment`, 'N-3', ['5.00']]])).toEqual(['captured-otherwise']);
    expect(codes([captured, settled, byHand('7.00')])).toEqual(['paid-twice-over']);
  });

  it('are left out where the order was set back and lacks an act of a person, but its documents are told', () => {
    const wrong = { settledPayments: [], numbers: ['N-1'] };
    expect(codes([captured, settled], { ...wrong, since: 'nothing' })).toEqual(['settled-otherwise', 'not-paid-in-full', 'document-untold']);
    expect(codes([captured, settled], { ...wrong, since: 'a lost act' })).toEqual(['document-untold']);
    expect(codes([captured, settled], { ...wrong, since: 'a step done twice' })).toEqual([]);
  });

  it('are in documents that its end tells, but for those of a person who told none', () => {
    expect(codes([captured, settled], { numbers: ['N-1'] })).toEqual(['document-untold']);
    expect(codes([captured, settled], { numbers: ['N-1', 'N-2', 'N-9'] })).toEqual(['document-told-that-is-not-there']);
  });
});
