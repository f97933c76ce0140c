import { PostInvoice } from '@kervan/contracts';
import { Consumes, type Received, type Transaction } from '@kervan/messaging';
import { Controller } from '@nestjs/common';
import { ErpPort } from '../ports/erp.port.js';
import { invoiceEntryOf } from './invoice-entry.js';

@Controller()
export class PostInvoiceConsumer {
  constructor(private readonly erp: ErpPort) {}

  /**
   * Accepts one issued invoice for the ERP.
   *
   * Redelivery is harmless: the inbox row and the pending ERP call commit together.
   */
  @Consumes(PostInvoice)
  handle({ data }: Received<PostInvoice>, tx: Transaction): void {
    const { orderId, commandId } = data;
    this.erp.postInvoice(tx, { orderId, commandId, document: invoiceEntryOf(data) });
  }
}
