import type { Message, Mode } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';
import type { Cancellation } from '../cancel-sales-order/cancellation.js';
import { cancellationOutcome } from '../cancel-sales-order/cancellation-outcome.js';
import type { InvoiceEntry } from '../post-invoice/invoice-entry.js';
import { invoiceOutcome } from '../post-invoice/invoice-outcome.js';
import type { PaymentEntry } from '../post-payment/payment-entry.js';
import { paymentOutcome } from '../post-payment/payment-outcome.js';
import type { SalesOrder } from '../post-sales-order/sales-order.js';
import { salesOrderOutcome } from '../post-sales-order/sales-order-outcome.js';
import { type ErpAct, ErpPort } from './erp.port.js';
import type { ErpOutcome } from './erp-outcome.js';

const NOT_SERVED = {
  kind: 'refused',
  code: 'mode-not-served',
  detail: 'A test document never reaches a live ERP, nor a live one a test ERP.',
} as const;

/**
 * The books of an ERP that is for documents of one mode.
 *
 * What is of the other mode is answered as if the ERP refused it, and nothing of it is stored for the ERP. That holds for what
 * follows on an order, too: its number in the ERP may be told by a person, or be one of another ERP's.
 */
export class ErpOfOneMode extends ErpPort {
  constructor(
    private readonly mode: Mode,
    private readonly erp: ErpPort,
  ) {
    super();
  }

  override postSalesOrder(tx: Transaction, act: ErpAct<SalesOrder>): void {
    if (this.serves(tx, act, salesOrderOutcome)) this.erp.postSalesOrder(tx, act);
  }

  override cancelSalesOrder(tx: Transaction, act: ErpAct<Cancellation>): void {
    if (this.serves(tx, act, cancellationOutcome)) this.erp.cancelSalesOrder(tx, act);
  }

  override postInvoice(tx: Transaction, act: ErpAct<InvoiceEntry>): void {
    if (this.serves(tx, act, invoiceOutcome)) this.erp.postInvoice(tx, act);
  }

  override postPayment(tx: Transaction, act: ErpAct<PaymentEntry>): void {
    if (this.serves(tx, act, paymentOutcome)) this.erp.postPayment(tx, act);
  }

  private serves<Document extends { readonly mode: string }>(
    tx: Transaction,
    act: ErpAct<Document>,
    replyOf: (act: ErpAct<Document>, outcome: ErpOutcome) => Message,
  ): boolean {
    if (act.document.mode === this.mode) return true;
    tx.reply(replyOf(act, NOT_SERVED));
    return false;
  }
}
