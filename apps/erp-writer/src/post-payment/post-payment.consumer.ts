import { PostPayment } from '@kervan/contracts';
import { Consumes, type Received, type Transaction } from '@kervan/messaging';
import { Controller } from '@nestjs/common';
import { ErpPort } from '../ports/erp.port.js';
import { commandDead } from '../ports/erp-outcome.js';
import { paymentEntryOf } from './payment-entry.js';

@Controller()
export class PostPaymentConsumer {
  constructor(private readonly erp: ErpPort) {}

  /**
   * Accepts the payments of one order for the ERP.
   *
   * Redelivery is harmless: the inbox row, the pending ERP call and the refusal, if any, commit together.
   */
  @Consumes(PostPayment)
  handle({ data }: Received<PostPayment>, tx: Transaction): void {
    const { orderId, commandId, payments } = data;
    if (payments.length === 0) {
      return tx.reply(commandDead(data, { code: 'no-payments', detail: 'There is no payment to book.' }));
    }
    this.erp.postPayment(tx, { orderId, commandId, document: paymentEntryOf(data) });
  }
}
