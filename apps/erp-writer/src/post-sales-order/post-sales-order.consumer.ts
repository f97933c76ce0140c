import { PostSalesOrder, SalesOrderRejected } from '@kervan/contracts';
import { Consumes, type Received, type Transaction } from '@kervan/messaging';
import { Controller } from '@nestjs/common';
import { ErpPort } from '../ports/erp.port.js';
import { refusalOf, salesOrderOf } from './sales-order.js';

@Controller()
export class PostSalesOrderConsumer {
  constructor(private readonly erp: ErpPort) {}

  /**
   * Accepts one sales order for the ERP.
   *
   * Redelivery is harmless: the inbox row, the pending ERP call and the refusal, if any, commit together.
   * A refusal is a reply, never an exception.
   */
  @Consumes(PostSalesOrder)
  handle({ data }: Received<PostSalesOrder>, tx: Transaction): void {
    const { orderId, commandId, order } = data;
    const refusal = refusalOf(order);
    if (refusal) return tx.reply(SalesOrderRejected.of({ orderId, commandId, ...refusal }));
    this.erp.postSalesOrder(tx, { orderId, commandId, document: salesOrderOf(data) });
  }
}
