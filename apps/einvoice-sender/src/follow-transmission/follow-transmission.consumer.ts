import { Controller, Inject } from '@nestjs/common';
import { FollowTransmission } from '@kervan/contracts';
import { ConsumesAll, type DatabaseTransaction, type Input } from '@kervan/messaging';
import { InvoiceStore } from '../invoice/invoice-store.js';
import { INTEGRATOR, type IntegratorPort } from '../ports/integrator.js';

/** Asks, whenever its time has come, what became of a transmission. */
@Controller()
export class FollowTransmissionConsumer {
  constructor(
    private readonly invoices: InvoiceStore,
    @Inject(INTEGRATOR) private readonly integrator: IntegratorPort,
  ) {}

  /** Asks about invoices that are under way; about one whose end is known it asks no more. */
  @ConsumesAll(FollowTransmission)
  async handleAll(inputs: readonly Input<FollowTransmission>[], db: DatabaseTransaction): Promise<void> {
    const numbers = inputs.map(({ message }) => message.data.invoiceNumber);
    const underWay = new Map((await this.invoices.underWay(db, numbers)).map((invoice) => [invoice.number, invoice]));
    for (const { message, tx } of inputs) {
      const { orderId, invoiceNumber, poll } = message.data;
      const invoice = underWay.get(invoiceNumber);
      if (invoice?.orderId === orderId) this.integrator.askStatus(tx, { ...invoice, poll });
    }
  }
}
