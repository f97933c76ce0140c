import { CommandDead, InvoiceCleared, InvoiceNumberVoided, InvoiceVoided, type Message } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';
import type { Outcome } from '@kervan/outbound';
import type { InvoiceStore } from '../invoice/invoice-store.js';
import { DisputeCode, type Holding, type VoidQuestion } from '../ports/integrator.js';

/**
 * Ends the void of a number under whose ETTN the integrator has something, or may have it.
 *
 * It is voided where the authority has refused what is there: then it has nothing; and where a person's word that nothing
 * is there holds: in both cases once nothing that was given up can come any more. Else the command ends dead, and says what
 * is there; that an invoice is accepted which is this one is noted and told.
 */
export class DisputedVoid {
  constructor(private readonly invoices: InvoiceStore) {}

  /** The integrator has told what it has and what became of that, or could not be asked. */
  async asked(tx: Transaction, question: VoidQuestion, outcome: Outcome<Holding>): Promise<void> {
    tx.reply(outcome.kind === 'done' ? await this.settle(tx, question, outcome.result) : dead(question, outcome));
  }

  private async settle(tx: Transaction, question: VoidQuestion, holding: Holding): Promise<Message> {
    const { orderId, number, givenUp, isDisputed } = question;
    switch (holding.kind) {
      case 'pending':
        return undecided(question);
      case 'absent': {
        if (!givenUp || isDisputed) return undecided(question);
        if (!holding.isFinal) return mayStillCome(question);
        return (await this.invoices.ruleOut(tx, orderId, number, givenUp)) ? this.void(tx, question) : movedOn(question);
      }
      case 'replaceable':
        return mayStillCome(question);
      case 'disputed': {
        const { code, detail } = holding;
        await this.invoices.endDoubt(tx, question, { state: 'disputed', code, detail });
        return dead(question, holding);
      }
      case 'accepted': {
        const end = { state: 'accepted', acceptedAt: holding.at } as const;
        if (!(await this.invoices.endDoubt(tx, question, end))) return movedOn(question);
        tx.publish(InvoiceCleared.of({ orderId, invoiceNumber: number, clearedAt: holding.at }));
        return dead(question, { code: 'invoice-accepted', detail: `invoice ${number} is accepted: it can no longer be voided` });
      }
      case 'refused': {
        const { code, detail } = holding;
        await this.invoices.endDoubt(tx, question, { state: 'refused', code, detail });
        return this.void(tx, question);
      }
    }
  }

  private async void(tx: Transaction, question: VoidQuestion): Promise<Message> {
    const { orderId, commandId, number, reason } = question;
    const voidedAt = await this.invoices.void(tx, orderId, number, reason);
    if (!voidedAt) return movedOn(question);
    tx.publish(InvoiceNumberVoided.of({ orderId, invoiceNumber: number, reason, voidedAt: voidedAt.toISOString() }));
    return InvoiceVoided.of({ orderId, commandId, invoiceNumber: number });
  }
}

function dead({ orderId, commandId }: VoidQuestion, { code, detail }: { readonly code: string; readonly detail: string }): Message {
  return CommandDead.of({ orderId, commandId, code, detail });
}

function undecided(question: VoidQuestion): Message {
  const detail = `the authority has not decided on what the integrator has under the ETTN of ${question.number}`;
  return dead(question, { code: DisputeCode.ettnUsed, detail });
}

/** Asked again later, the integrator may have it. */
function mayStillCome(question: VoidQuestion): Message {
  const detail = `a person gave invoice ${question.number} up only now: what was sent of it before may still come to the integrator`;
  return dead(question, { code: 'invoice-given-up', detail });
}

/** Another command was faster: asked again, this one finds what came of that. */
function movedOn(question: VoidQuestion): Message {
  const detail = `what became of invoice ${question.number} was decided meanwhile`;
  return dead(question, { code: 'invoice-moved-on', detail });
}
