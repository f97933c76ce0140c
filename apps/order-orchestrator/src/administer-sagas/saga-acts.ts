import { AmendOrder, RetryStep, type Message, type Order } from '@kervan/contracts';
import { newId, Transactions } from '@kervan/messaging';
import { amend, SagaReader, SagaDirection, SagaStatus, type SagaSummary } from '@kervan/saga';
import { currentContext, problem } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';
import { orderToInvoice } from '../order-to-invoice/order-to-invoice.saga.js';
import type { OrderToInvoice } from '../order-to-invoice/order-to-invoice.js';
import { sagaProblem } from './sagas.problems.js';

/** Who acts, and why; both are kept in the saga's history. */
export interface Reason {
  readonly by: string;
  readonly reason: string;
}

/** An act that was taken: the saga carries it out as one of its inputs, in order with all others. */
export interface ActTaken {
  readonly orderId: string;
  readonly actId: string;
}

const RETRIABLE: readonly SagaStatus[] = [SagaStatus.running, SagaStatus.needs_attention];

/**
 * What operators do to sagas.
 *
 * An act is a command to the saga itself: it is durable when the method returns, and takes effect at the saga's turn.
 * If the saga has moved on by then the act changes nothing, and the history says so.
 */
@Injectable()
export class SagaActs {
  constructor(
    private readonly transactions: Transactions,
    private readonly sagas: SagaReader<OrderToInvoice, Order>,
  ) {}

  /** Has the current step tried again. @throws {Problem} `not-found`, `nothing-to-retry`. */
  async retry(orderId: string, reason: Reason): Promise<ActTaken> {
    const { status } = await this.saga(orderId);
    if (!RETRIABLE.includes(status)) throw sagaProblem('nothing-to-retry', { detail: `The order is ${status}.` });
    return this.send((actId) => RetryStep.of({ orderId, actId, ...reason }));
  }

  /**
   * Corrects the order by a JSON Merge Patch (RFC 7396) and has the failed step tried again.
   *
   * @throws {Problem} `not-found`, `not-amendable`, `amendment-refused`; the last names fields, never values.
   */
  async amend(orderId: string, mergePatch: object, reason: Reason): Promise<ActTaken> {
    const { status, direction } = await this.saga(orderId);
    const order = await this.sagas.order(orderId);
    const amendable = status === SagaStatus.needs_attention && direction === SagaDirection.forward;
    if (!amendable || !order) {
      throw sagaProblem('not-amendable', { detail: `The order is ${status}, ${direction}.` });
    }
    const patch = JSON.stringify(mergePatch);
    const amendment = amend(orderToInvoice, { orderId, order }, patch);
    if ('findings' in amendment) {
      const errors = amendment.findings.map(({ pointer, code }) => ({ pointer: `#/mergePatch${pointer}`, code }));
      throw sagaProblem('amendment-refused', { errors });
    }
    return this.send((actId) => AmendOrder.of({ orderId, actId, mergePatch: patch, ...reason }));
  }

  private async saga(orderId: string): Promise<SagaSummary> {
    const saga = await this.sagas.find(orderId);
    if (!saga) throw problem('not-found');
    return saga;
  }

  private async send(command: (actId: string) => Message<ActTaken>): Promise<ActTaken> {
    const actId = newId();
    const message = command(actId);
    const correlationId = currentContext()?.correlationId ?? actId;
    await this.transactions.run(async (db) => {
      db.causedBy({ id: actId, correlationId, acceptedAt: Date.now(), source: 'operator' }).send(message);
    });
    return { orderId: message.data.orderId, actId };
  }
}
