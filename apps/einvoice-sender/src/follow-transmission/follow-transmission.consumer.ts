import { Controller, Inject } from '@nestjs/common';
import { FollowTransmission } from '@kervan/contracts';
import { Consumes, type Received, type Transaction } from '@kervan/messaging';
import { InvoiceState } from '../invoice/invoice-state.js';
import { InvoiceStore } from '../invoice/invoice-store.js';
import { INTEGRATOR, type IntegratorPort } from '../ports/integrator.js';

/** Asks, whenever its time has come, what became of a transmission. */
@Controller()
export class FollowTransmissionConsumer {
  constructor(
    private readonly invoices: InvoiceStore,
    @Inject(INTEGRATOR) private readonly integrator: IntegratorPort,
  ) {}

  /** Asks about an invoice that is under way; about one whose end is known it asks no more. */
  @Consumes(FollowTransmission)
  async handle({ data }: Received<FollowTransmission>, tx: Transaction): Promise<void> {
    const { orderId, invoiceNumber, poll } = data;
    const invoice = await this.invoices.find(tx, orderId, invoiceNumber);
    if (invoice?.state !== InvoiceState.transmitting) return;
    this.integrator.askStatus(tx, { orderId, number: invoice.number, ettn: invoice.ettn, poll });
  }
}
