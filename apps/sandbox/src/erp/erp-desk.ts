import { canonicalHash } from '../canonical-hash.js';
import { type Answer } from '../http/answer.js';
import { type Provenance } from '../http/provenance.js';
import { type CancellationBody, type InvoiceBody, type PaymentBody, type SalesOrderBody } from './erp-bodies.js';
import { type ErpBooks, type ErpDocument, type NewDocument } from './erp-books.js';
import { ERP_DOCUMENT } from './erp-ledger.js';
import { refusalOfInvoice, refusalOfPayment, refusalOfSalesOrder, type Refusal } from './erp-rules.js';

/** What came with a document: the body as received, its idempotency key and where it came from. */
export interface Receipt extends Provenance {
  readonly body: object;
  readonly idempotencyKey?: string;
}

/**
 * Decides on each document that the ERP is sent.
 *
 * What is known is answered first, then the rules are asked, then the document is posted; nothing is awaited between
 * the decision and the entry in the books, so that two equal requests at once give one document.
 */
export class ErpDesk {
  constructor(private readonly books: ErpBooks) {}

  postSalesOrder(order: SalesOrderBody, receipt: Receipt): Promise<Answer> {
    const { reference, orderNumber } = order;
    const document = { ...filed(receipt), kind: ERP_DOCUMENT.salesOrder, reference, orderNumber };
    return this.decide(document, () => refusalOfSalesOrder(order));
  }

  postInvoice(invoice: InvoiceBody, receipt: Receipt): Promise<Answer> {
    const { reference, orderNumber, erpOrderNumber } = invoice;
    const document = { ...filed(receipt), kind: ERP_DOCUMENT.invoice, reference, orderNumber, erpOrderNumber };
    return this.decide(document, () => this.refusalByOrder(document) ?? refusalOfInvoice(invoice));
  }

  postPayment(payment: PaymentBody, receipt: Receipt): Promise<Answer> {
    const { reference, orderNumber, erpOrderNumber, invoiceNumber } = payment;
    const document = { ...filed(receipt), kind: ERP_DOCUMENT.payment, reference, orderNumber, erpOrderNumber };
    return this.decide(
      document,
      () =>
        this.refusalByOrder(document) ??
        this.refusalByInvoice(erpOrderNumber, invoiceNumber) ??
        refusalOfPayment(payment),
    );
  }

  cancelSalesOrder(erpOrderNumber: string, body: CancellationBody, receipt: Receipt): Promise<Answer> {
    const order = this.books.numbered(ERP_DOCUMENT.salesOrder, erpOrderNumber);
    const document = {
      ...filed(receipt),
      kind: ERP_DOCUMENT.cancellation,
      reference: body.reference,
      orderNumber: body.orderNumber ?? order?.orderNumber ?? '',
      erpOrderNumber,
    };
    return this.decide(document, () => this.refusalOfCancellation(order, document));
  }

  private decide(document: NewDocument, refusalOf: () => Refusal | undefined): Promise<Answer> {
    const known = this.books.known(document);
    if (known) return known;
    const reason = refusalOf();
    if (!reason) return this.books.post(document);
    const { kind: refused, reference, orderNumber, idempotencyKey, correlationId, traceparent } = document;
    return this.books.refuse({ refused, reference, orderNumber, idempotencyKey, correlationId, traceparent }, reason);
  }

  private refusalByOrder(document: NewDocument): Refusal | undefined {
    const number = document.erpOrderNumber ?? '';
    const order = this.books.numbered(ERP_DOCUMENT.salesOrder, number);
    if (!order) return unknownOrder(number);
    if (order.orderNumber !== document.orderNumber) return otherOrder(number, order);
    if (order.status === 'posted') return undefined;
    return { code: 'order-cancelled', detail: `The sales order ${number} is cancelled.` };
  }

  private refusalByInvoice(erpOrderNumber: string, invoiceNumber: string | null | undefined): Refusal | undefined {
    if (!invoiceNumber) return undefined;
    const invoices = this.books.ofOrder(erpOrderNumber, ERP_DOCUMENT.invoice);
    if (invoices.some((invoice) => invoice.invoiceNumber === invoiceNumber)) return undefined;
    return { code: 'unknown-invoice', detail: `${erpOrderNumber} has no invoice ${invoiceNumber}.` };
  }

  private refusalOfCancellation(
    order: ErpDocument | undefined,
    { erpOrderNumber, orderNumber }: { readonly erpOrderNumber: string; readonly orderNumber: string },
  ): Refusal | undefined {
    if (!order) return unknownOrder(erpOrderNumber);
    if (order.orderNumber !== orderNumber) return otherOrder(erpOrderNumber, order);
    if (order.status === 'cancelled') {
      return { code: 'order-cancelled', detail: `The sales order ${erpOrderNumber} is already cancelled.` };
    }
    if (this.books.ofOrder(erpOrderNumber, ERP_DOCUMENT.invoice).length > 0) {
      return { code: 'order-invoiced', detail: `The sales order ${erpOrderNumber} has an invoice.` };
    }
    if (this.books.ofOrder(erpOrderNumber, ERP_DOCUMENT.payment).length > 0) {
      return { code: 'order-paid', detail: `The sales order ${erpOrderNumber} has a payment.` };
    }
    return undefined;
  }
}

function filed({ body, idempotencyKey, correlationId, traceparent }: Receipt) {
  return { body, idempotencyKey, correlationId, traceparent, contentHash: canonicalHash(body) };
}

function unknownOrder(number: string): Refusal {
  return { code: 'unknown-order', detail: `There is no sales order ${number}.` };
}

function otherOrder(number: string, { orderNumber }: ErpDocument): Refusal {
  return { code: 'order-mismatch', detail: `${number} is the sales order of ${orderNumber}.` };
}
