import { CommandDead, InvoiceCleared, InvoiceNumberVoided, InvoiceVoided, type Message } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';
import type { Outcome } from '@kervan/outbound';
import type { InvoiceStore } from '../invoice/invoice-store.js';
import { DisputeCode, type TransmissionStatus, type VoidQuestion } from '../ports/integrator.js';

/**
 * Ends the void of a number under whose ETTN the integrator has something.
 *
 * It is voided where the authority has refused what is there: then it has nothing. Else the command ends dead, and says
 * what is there; that an invoice is accepted which is this one is noted and told.
 */
export class DisputedVoid {
  constructor(private readonly invoices: InvoiceStore) {}

  /** The integrator has told what became of the document that it has, or could not be asked. */
  async asked(tx: Transaction, question: VoidQuestion, outcome: Outcome<TransmissionStatus>): Promise<void> {
    tx.reply(outcome.kind === 'done' ? await this.settle(tx, question, outcome.result) : dead(question, outcome));
  }

  private async settle(tx: Transaction, question: VoidQuestion, status: TransmissionStatus): Promise<Message> {
    const { orderId, commandId, number, reason } = question;
    switch (status.kind) {
      case 'pending': {
        const detail = `the authority has not decided on what the integrator has under the ETTN of ${number}`;
        return dead(question, { code: DisputeCode.ettnUsed, detail });
      }
      case 'disputed': {
        const { code, detail } = status;
        await this.invoices.endDispute(tx, orderId, number, { state: 'disputed', code, detail });
        return dead(question, status);
      }
      case 'accepted': {
        const end = { state: 'accepted', acceptedAt: status.at } as const;
        if (!(await this.invoices.endDispute(tx, orderId, number, end))) return movedOn(question);
        tx.publish(InvoiceCleared.of({ orderId, invoiceNumber: number, clearedAt: status.at }));
        return dead(question, { code: 'invoice-accepted', detail: `invoice ${number} is accepted: it can no longer be voided` });
      }
      case 'refused': {
        const { code, detail } = status;
        await this.invoices.endDispute(tx, orderId, number, { state: 'refused', code, detail });
        const voidedAt = await this.invoices.void(tx, orderId, number, reason);
        if (!voidedAt) return movedOn(question);
        tx.publish(InvoiceNumberVoided.of({ orderId, invoiceNumber: number, reason, voidedAt: voidedAt.toISOString() }));
        return InvoiceVoided.of({ orderId, commandId, invoiceNumber: number });
      }
    }
  }
}

function dead({ orderId, commandId }: VoidQuestion, { code, detail }: { readonly code: string; readonly detail: string }): Message {
  return CommandDead.of({ orderId, commandId, code, detail });
}

/** Another command was faster: asked again, this one finds what came of that. */
function movedOn(question: VoidQuestion): Message {
  const detail = `what became of invoice ${question.number} was decided meanwhile`;
  return dead(question, { code: 'invoice-moved-on', detail });
}
