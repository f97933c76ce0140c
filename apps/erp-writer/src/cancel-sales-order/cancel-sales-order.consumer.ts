import { CancelSalesOrder } from '@kervan/contracts';
import { Consumes, type Received, type Transaction } from '@kervan/messaging';
import { Controller } from '@nestjs/common';
import { ErpPort } from '../ports/erp.port.js';
import { cancellationOf } from './cancellation.js';

@Controller()
export class CancelSalesOrderConsumer {
  constructor(private readonly erp: ErpPort) {}

  /**
   * Accepts the cancellation of one sales order for the ERP; it never overtakes the order's own posting.
   *
   * Redelivery is harmless: the inbox row and the pending ERP call commit together.
   */
  @Consumes(CancelSalesOrder)
  handle({ data }: Received<CancelSalesOrder>, tx: Transaction): void {
    const { orderId, commandId } = data;
    this.erp.cancelSalesOrder(tx, { orderId, commandId, document: cancellationOf(data) });
  }
}
