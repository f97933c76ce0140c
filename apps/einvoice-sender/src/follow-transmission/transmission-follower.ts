import { CommandDead, FollowTransmission, InvoiceAccepted, InvoiceTransmissionRefused } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';
import type { Outcome } from '@kervan/outbound';
import type { InvoiceStore } from '../invoice/invoice-store.js';
import type { Dispatch, StatusQuestion, TransmissionStatus } from '../ports/integrator.js';
import { waitBefore } from './poll-schedule.js';

interface Followed {
  readonly orderId: string;
  readonly number: string;
}

/**
 * Follows transmissions to their end and replies it to the command that awaits it, once.
 *
 * While the authority has not spoken the next question is scheduled, without end: an invoice that may be with the
 * authority is never given up. The saga's deadline shows one that takes too long to a person.
 */
export class TransmissionFollower {
  constructor(
    private readonly invoices: InvoiceStore,
    private readonly clock: () => Date,
  ) {}

  /** The integrator has the invoice, or will not take it, or never got it: then it may be sent by another command. */
  async sent(tx: Transaction, dispatch: Dispatch, outcome: Outcome<TransmissionStatus>): Promise<void> {
    if (outcome.kind === 'done') return this.apply(tx, dispatch, outcome.result, 0);
    if (outcome.kind === 'refused') return this.apply(tx, dispatch, { ...outcome, correctable: false }, 0);
    const { code, detail } = outcome;
    const commandId = await this.invoices.takeBack(tx, dispatch.number);
    if (commandId) tx.reply(CommandDead.of({ orderId: dispatch.orderId, commandId, code, detail }));
  }

  /** The integrator has told how the invoice stands, or could not be asked. */
  async asked(tx: Transaction, question: StatusQuestion, outcome: Outcome<TransmissionStatus>): Promise<void> {
    if (outcome.kind === 'done') return this.apply(tx, question, outcome.result, question.poll + 1);
    return this.ask(tx, question, question.poll + 1);
  }

  private async apply(tx: Transaction, of: Followed, status: TransmissionStatus, nextPoll: number): Promise<void> {
    const { orderId, number: invoiceNumber } = of;
    switch (status.kind) {
      case 'pending':
        return this.ask(tx, of, nextPoll);
      case 'accepted': {
        const commandId = await this.invoices.endTransmission(tx, invoiceNumber, {
          state: 'accepted',
          acceptedAt: status.at,
        });
        if (commandId) tx.reply(InvoiceAccepted.of({ orderId, commandId, invoiceNumber, acceptedAt: status.at }));
        return;
      }
      case 'refused': {
        const { code, detail, correctable } = status;
        const end = { state: correctable ? 'correctable' : 'refused', code, detail } as const;
        const commandId = await this.invoices.endTransmission(tx, invoiceNumber, end);
        const reply = { orderId, invoiceNumber, code, detail, correctable };
        if (commandId) tx.reply(InvoiceTransmissionRefused.of({ ...reply, commandId }));
      }
    }
  }

  private ask(tx: Transaction, { orderId, number }: Followed, poll: number): void {
    const at = new Date(this.clock().getTime() + waitBefore(poll));
    tx.schedule(`follow-transmission/${orderId}`, FollowTransmission.of({ orderId, invoiceNumber: number, poll }), at);
  }
}
