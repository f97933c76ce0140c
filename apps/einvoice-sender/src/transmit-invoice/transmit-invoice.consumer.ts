import { Controller, Inject } from '@nestjs/common';
import { CommandDead, InvoiceAccepted, InvoiceTransmissionRefused, TransmitInvoice } from '@kervan/contracts';
import { Consumes, type Received, type Transaction } from '@kervan/messaging';
import { InvoiceState } from '../invoice/invoice-state.js';
import { InvoiceStore } from '../invoice/invoice-store.js';
import { INTEGRATOR, type IntegratorPort } from '../ports/integrator.js';

/** Hands invoices to the integrator. */
@Controller()
export class TransmitInvoiceConsumer {
  constructor(
    private readonly invoices: InvoiceStore,
    @Inject(INTEGRATOR) private readonly integrator: IntegratorPort,
  ) {}

  /**
   * Sends an issued invoice, or one that was refused for its form, under its number and ETTN.
   *
   * The state and the stored call commit together, so an invoice under way is always followed to its end, and that end
   * is the reply. A void that was first refuses the transmission. While another command's transmission is under way
   * this one awaits it instead, and the other is told so.
   */
  @Consumes(TransmitInvoice)
  async handle({ data }: Received<TransmitInvoice>, tx: Transaction): Promise<void> {
    const { orderId, commandId, invoiceNumber } = data;
    const begun = await this.invoices.beginTransmission(tx, orderId, invoiceNumber, commandId);
    const invoice = await this.invoices.find(tx, orderId, invoiceNumber);
    if (!invoice) {
      const detail = `the order has no invoice ${invoiceNumber}`;
      return tx.reply(CommandDead.of({ orderId, commandId, code: 'invoice-unknown', detail }));
    }
    if (begun) {
      const { number, ettn, profile, receiverAlias, xml } = invoice;
      return this.integrator.send(tx, { orderId, commandId, number, ettn, profile, receiverAlias, xml });
    }
    const refused = (code: string, detail: string): void =>
      tx.reply(InvoiceTransmissionRefused.of({ orderId, commandId, invoiceNumber, code, detail, correctable: false }));
    switch (invoice.state) {
      case InvoiceState.accepted:
        return tx.reply(InvoiceAccepted.of({ orderId, commandId, invoiceNumber, acceptedAt: invoice.acceptedAt! }));
      case InvoiceState.void:
        return refused('invoice-void', `invoice ${invoiceNumber} was voided`);
      case InvoiceState.refused:
        return refused(invoice.code!, invoice.detail!);
      default:
        return this.takeOver(tx, data);
    }
  }

  private async takeOver(tx: Transaction, { orderId, commandId }: TransmitInvoice): Promise<void> {
    const former = await this.invoices.takeOver(tx, orderId, commandId);
    if (former === undefined) throw new Error('the transmission ended meanwhile: to be looked at again');
    const detail = 'a later command awaits this transmission now';
    tx.reply(CommandDead.of({ orderId, commandId: former, code: 'taken-over', detail }));
  }
}
