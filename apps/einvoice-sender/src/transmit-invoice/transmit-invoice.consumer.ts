import { Controller, Inject } from '@nestjs/common';
import { CommandDead, InvoiceAccepted, InvoiceTransmissionRefused, TransmitInvoice } from '@kervan/contracts';
import { ConsumesAll, type DatabaseTransaction, type Input, type Transaction } from '@kervan/messaging';
import type { Invoice } from '../invoice/invoice.js';
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
   * Sends issued invoices, or ones that were refused for their form or since the integrator has something else under
   * their ETTN, under their number and ETTN.
   *
   * The state and the stored call commit together, so an invoice under way is always followed to its end, and that end
   * is the reply. A void that was first refuses the transmission. While another command's transmission is under way
   * a later one awaits it instead, and the other is told so.
   */
  @ConsumesAll(TransmitInvoice)
  async handleAll(inputs: readonly Input<TransmitInvoice>[], db: DatabaseTransaction): Promise<void> {
    const byOrder = Map.groupBy(inputs, ({ message }) => message.data.orderId);
    const firsts = [...byOrder.values()].flatMap(([first]) => first ?? []);
    const wanted = firsts.map(({ message }) => message.data);
    const begun = new Map((await this.invoices.beginTransmissions(db, wanted)).map((each) => [each.commandId, each]));
    const others: Input<TransmitInvoice>[] = [];
    for (const input of firsts) {
      const transmission = begun.get(input.message.data.commandId);
      if (transmission) this.integrator.send(input.tx, transmission);
      else others.push(input);
    }
    await this.answerAll(others, db);
    const repeats = [...byOrder.values()].flatMap(([, ...others]) => others);
    if (repeats.length > 0) await this.handleAll(repeats, db);
  }

  private async answerAll(inputs: readonly Input<TransmitInvoice>[], db: DatabaseTransaction): Promise<void> {
    if (inputs.length === 0) return;
    const invoices = await this.invoices.findAll(db, inputs.map(({ message }) => message.data.orderId));
    for (const { message, tx } of inputs) {
      const invoice = invoices.get(message.data.orderId);
      await this.answer(tx, message.data, invoice?.number === message.data.invoiceNumber ? invoice : undefined);
    }
  }

  /** Tells what became of an invoice that is not to be sent now. */
  private async answer(tx: Transaction, command: TransmitInvoice, invoice: Invoice | undefined): Promise<void> {
    const { orderId, commandId, invoiceNumber } = command;
    if (!invoice) {
      const detail = `the order has no invoice ${invoiceNumber}`;
      return tx.reply(CommandDead.of({ orderId, commandId, code: 'invoice-unknown', detail }));
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
        return this.takeOver(tx, command);
    }
  }

  private async takeOver(tx: Transaction, { orderId, commandId }: TransmitInvoice): Promise<void> {
    const former = await this.invoices.takeOver(tx, orderId, commandId);
    if (former === undefined) throw new Error('the transmission ended meanwhile: to be looked at again');
    const detail = 'a later command awaits this transmission now';
    tx.reply(CommandDead.of({ orderId, commandId: former, code: 'taken-over', detail }));
  }
}
