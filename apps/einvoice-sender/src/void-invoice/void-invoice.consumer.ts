import { Controller, Inject } from '@nestjs/common';
import { CommandDead, InvoiceNumberVoided, InvoiceVoided, VoidInvoice } from '@kervan/contracts';
import { Consumes, type Received, type Transaction } from '@kervan/messaging';
import { InvoiceState } from '../invoice/invoice-state.js';
import { InvoiceStore } from '../invoice/invoice-store.js';
import { INTEGRATOR, type IntegratorPort } from '../ports/integrator.js';

/** Voids the numbers of invoices that the authority does not have. */
@Controller()
export class VoidInvoiceConsumer {
  constructor(
    private readonly invoices: InvoiceStore,
    @Inject(INTEGRATOR) private readonly integrator: IntegratorPort,
  ) {}

  /**
   * Voids an invoice before the pivot; its number stays used, and the gap report shows it with the reason.
   *
   * Of a void and a transmission at the same time the first to commit wins: an invoice that is under way or accepted
   * ends this command dead, for a person to decide. Where the integrator has something else under the ETTN, which the
   * authority may have accepted, or it is only a person's word that it has nothing, it is asked what became of that.
   */
  @Consumes(VoidInvoice)
  async handle({ data }: Received<VoidInvoice>, tx: Transaction): Promise<void> {
    const { orderId, commandId, invoiceNumber, reason } = data;
    const voidedAt = await this.invoices.void(tx, orderId, invoiceNumber, reason);
    if (voidedAt) {
      tx.publish(InvoiceNumberVoided.of({ orderId, invoiceNumber, reason, voidedAt: voidedAt.toISOString() }));
      return tx.reply(InvoiceVoided.of({ orderId, commandId, invoiceNumber }));
    }
    const inDoubt = await this.invoices.inDoubt(tx, orderId, invoiceNumber);
    if (inDoubt) {
      return this.integrator.askBeforeVoid(tx, { orderId, commandId, number: invoiceNumber, reason, ...inDoubt });
    }
    const invoice = await this.invoices.find(tx, orderId, invoiceNumber);
    if (invoice?.state === InvoiceState.void) return tx.reply(InvoiceVoided.of({ orderId, commandId, invoiceNumber }));
    const code = invoice ? `invoice-${invoice.state}` : 'invoice-unknown';
    const detail = invoice
      ? `invoice ${invoiceNumber} is ${invoice.state}: it can no longer be voided`
      : `the order has no invoice ${invoiceNumber}`;
    tx.reply(CommandDead.of({ orderId, commandId, code, detail }));
  }
}
