import { type Message, Mode } from '@kervan/contracts';
import type { Received, Transaction } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { CancelSalesOrderConsumer } from '../cancel-sales-order/cancel-sales-order.consumer.js';
import { cancelSalesOrder, order, postInvoice, postPayment, postSalesOrder } from '../fixtures/commands.js';
import { PostInvoiceConsumer } from '../post-invoice/post-invoice.consumer.js';
import { PostPaymentConsumer } from '../post-payment/post-payment.consumer.js';
import { PostSalesOrderConsumer } from '../post-sales-order/post-sales-order.consumer.js';
import { ErpPort } from './erp.port.js';
import { ErpOfOneMode } from './erp-of-one-mode.js';

const { orderId, commandId } = postSalesOrder;

/** Books that note what comes to them. */
class Noted extends ErpPort {
  readonly acts: string[] = [];
  override postSalesOrder = (): void => void this.acts.push('order');
  override cancelSalesOrder = (): void => void this.acts.push('cancel');
  override postInvoice = (): void => void this.acts.push('invoice');
  override postPayment = (): void => void this.acts.push('payment');
}

/** What comes to the books of an ERP of that mode, and what is replied at once, when a command of `mode` comes. */
function handled(served: Mode, act: keyof typeof consumers, mode: Mode): { readonly acts: string[]; readonly replies: Message[] } {
  const replies: Message[] = [];
  const tx = { reply: (reply: Message) => void replies.push(reply) } as unknown as Transaction;
  const erp = new Noted();
  consumers[act](new ErpOfOneMode(served, erp), mode, tx);
  return { acts: erp.acts, replies };
}

const received = <T>(data: T): Received<T> => ({ data }) as Received<T>;
const consumers = {
  order: (erp: ErpPort, mode: Mode, tx: Transaction) =>
    new PostSalesOrderConsumer(erp).handle(received({ ...postSalesOrder, order: { ...order, mode } }), tx),
  cancel: (erp: ErpPort, mode: Mode, tx: Transaction) => new CancelSalesOrderConsumer(erp).handle(received({ ...cancelSalesOrder, mode }), tx),
  invoice: (erp: ErpPort, mode: Mode, tx: Transaction) => new PostInvoiceConsumer(erp).handle(received({ ...postInvoice, mode }), tx),
  payment: (erp: ErpPort, mode: Mode, tx: Transaction) => new PostPaymentConsumer(erp).handle(received({ ...postPayment, mode }), tx),
};

describe.each([
  ['order', 'kervan.erp.SalesOrderRejected'],
  ['cancel', 'kervan.messaging.CommandDead'],
  ['invoice', 'kervan.messaging.CommandDead'],
  ['payment', 'kervan.messaging.CommandDead'],
] as const)('a command for an ERP of one mode: %s', (act, refusal) => {
  it.each([Mode.live, Mode.test])('comes to the books of its own mode, %s', (mode) => {
    expect(handled(mode, act, mode)).toEqual({ acts: [act], replies: [] });
  });

  it.each([[Mode.live, Mode.test], [Mode.test, Mode.live]])('never comes to the books of mode %s where it is of mode %s', (served, mode) => {
    const { acts, replies } = handled(served, act, mode);
    expect(acts).toEqual([]);
    expect(replies.map(({ type }) => type.fullName)).toEqual([refusal]);
    expect(replies[0]?.data).toMatchObject({ orderId, commandId, code: 'mode-not-served' });
  });
});
