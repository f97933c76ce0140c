import {
  CommandDead,
  FollowTransmission,
  InvoiceAccepted,
  InvoiceClearanceRefused,
  InvoiceCleared,
  InvoiceTransmissionRefused,
  type Message,
} from '@kervan/contracts';
import type { SetWriter, Transaction } from '@kervan/messaging';
import { GIVEN_UP, type Outcome } from '@kervan/outbound';
import type { InvoiceStore, TransmissionEnd } from '../invoice/invoice-store.js';
import type { Queryable } from '../invoice/queryable.js';
import type { Dispatch, StatusQuestion, TransmissionStatus } from '../ports/integrator.js';
import { waitBefore } from './poll-schedule.js';

interface Followed {
  readonly orderId: string;
  readonly number: string;
}

/** The end of a transmission, as it was told in a transaction. */
export interface ToldEnd {
  readonly tx: Transaction;
  readonly end: TransmissionEnd;
}

/**
 * Follows transmissions to their end, replies it to the command that awaits it and tells it to others, once.
 *
 * The ends told in one transaction are stored in one statement. An order has one transmission at a time, so a second
 * end of it changes nothing.
 *
 * An invoice under whose ETTN the integrator has something else is not refused by that: the authority may have it. Its
 * transmission ends dead, for a person; sent again, it is compared with what is there. So is one that a person gave up.
 *
 * While the authority has not spoken the next question is scheduled, without end: an invoice that may be with the
 * authority is never given up. The saga's deadline shows one that takes too long to a person.
 */
export class TransmissionFollower implements SetWriter<ToldEnd> {
  constructor(
    private readonly invoices: InvoiceStore,
    private readonly clock: () => Date,
  ) {}

  /** The integrator has the invoice, or will not take it, or never got it: then it may be sent by another command. */
  async sent(tx: Transaction, dispatch: Dispatch, outcome: Outcome<TransmissionStatus>): Promise<void> {
    if (outcome.kind === 'done') {
      const { result } = outcome;
      const mayBeOther = dispatch.isDisputed === true || dispatch.isGivenUp === true;
      const isThere = result.kind === 'pending' && (result.isTaken === true || !mayBeOther);
      if (isThere && dispatch.isResent) await this.invoices.taken(tx, dispatch.number);
      return this.apply(tx, dispatch, result, 0);
    }
    if (outcome.kind === 'refused') return this.apply(tx, dispatch, { ...outcome, correctable: false }, 0);
    const { code, detail } = outcome;
    const commandId = await this.invoices.takeBack(tx, dispatch.number, code === GIVEN_UP);
    if (commandId) tx.reply(CommandDead.of({ orderId: dispatch.orderId, commandId, code, detail }));
  }

  /** The integrator has told how the invoice stands, or could not be asked. */
  asked(tx: Transaction, question: StatusQuestion, outcome: Outcome<TransmissionStatus>): void {
    if (outcome.kind === 'done') return this.apply(tx, question, outcome.result, question.poll + 1);
    return this.ask(tx, question, question.poll + 1);
  }

  /** Called by the transaction. */
  async write(db: Queryable, told: readonly ToldEnd[]): Promise<void> {
    const byOrder = Map.groupBy(told, ({ end }) => end.orderId);
    const firsts = [...byOrder.values()].flatMap(([first]) => first ?? []);
    const awaited = await this.invoices.endTransmissions(db, firsts.map(({ end }) => end));
    for (const { tx, end } of firsts) {
      const commandId = awaited.get(end.orderId);
      if (!commandId) continue;
      tx.reply(replyOf(end, commandId));
      const fact = this.factOf(end);
      if (fact) tx.publish(fact);
    }
  }

  private apply(tx: Transaction, { orderId, number }: Followed, status: TransmissionStatus, nextPoll: number): void {
    switch (status.kind) {
      case 'pending':
        return this.ask(tx, { orderId, number }, nextPoll);
      case 'accepted':
        return tx.collect(this, { tx, end: { orderId, number, state: 'accepted', acceptedAt: status.at } });
      case 'refused': {
        const { code, detail, correctable } = status;
        const state = correctable ? 'correctable' : 'refused';
        return tx.collect(this, { tx, end: { orderId, number, state, code, detail } });
      }
      case 'disputed': {
        const { code, detail } = status;
        return tx.collect(this, { tx, end: { orderId, number, state: 'disputed', code, detail } });
      }
    }
  }

  /** The end of a transmission as others are told it; nothing, where it is not known what the authority has. */
  private factOf(end: TransmissionEnd): Message | undefined {
    const { orderId, number: invoiceNumber } = end;
    if (end.state === 'accepted') return InvoiceCleared.of({ orderId, invoiceNumber, clearedAt: end.acceptedAt });
    const { code, detail, state } = end;
    if (state === 'disputed') return undefined;
    const refusedAt = this.clock().toISOString();
    const correctable = state === 'correctable';
    return InvoiceClearanceRefused.of({ orderId, invoiceNumber, code, detail, correctable, refusedAt });
  }

  private ask(tx: Transaction, { orderId, number }: Followed, poll: number): void {
    const at = new Date(this.clock().getTime() + waitBefore(poll));
    tx.schedule(`follow-transmission/${orderId}`, FollowTransmission.of({ orderId, invoiceNumber: number, poll }), at);
  }
}

function replyOf(end: TransmissionEnd, commandId: string): Message {
  const { orderId, number: invoiceNumber } = end;
  if (end.state === 'accepted') {
    return InvoiceAccepted.of({ orderId, commandId, invoiceNumber, acceptedAt: end.acceptedAt });
  }
  const { code, detail, state } = end;
  if (state === 'disputed') return CommandDead.of({ orderId, commandId, code, detail });
  const correctable = state === 'correctable';
  return InvoiceTransmissionRefused.of({ orderId, commandId, invoiceNumber, code, detail, correctable });
}
