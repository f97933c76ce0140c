import type { Order } from '@kervan/contracts';
import { AuditLog, type DatabaseTransaction, newId, Transactions } from '@kervan/messaging';
import { SagaReader, type SagaStand } from '@kervan/saga';
import { currentContext, problem } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';
import type { OrderToInvoice } from '../order-to-invoice/order-to-invoice.js';
import { type ActOrder, type ActTaken, auditDetailOf, messageOf, mustHaveEffect, type Reason } from './act-order.js';

/** What the audit log calls an order. */
export const ORDER = 'order';

/**
 * What operators do to sagas.
 *
 * An act is a command to the saga itself: it is durable when the method returns, and takes effect at the saga's turn.
 * If the saga has moved on by then a retry, a skip or an amendment changes nothing, nor does any act that is not possible
 * any more, and the history says so. Who acted and why is in the audit log, by the same transaction that sends the act.
 */
@Injectable()
export class SagaActs {
  constructor(
    private readonly transactions: Transactions,
    private readonly sagas: SagaReader<OrderToInvoice, Order>,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} `not-found`, or what {@link mustHaveEffect} throws. */
  async take(orderId: string, order: ActOrder, { by, reason }: Reason): Promise<ActTaken> {
    const stand = await this.stand(orderId);
    const actId = newId();
    await this.transactions.run(async (db) => {
      this.send(db, stand, order, { by, reason, actId });
      const detail = { ...auditDetailOf(order, stand.instance, actId) };
      await this.audit.record(db, { act: order.act, subject: { kind: ORDER, id: orderId }, by, reason, detail });
    });
    return { orderId, actId };
  }

  /** Takes an act within a transaction of its caller, who audits it. @returns what the audit log is to keep of it. */
  async takeWithin(
    db: DatabaseTransaction,
    orderId: string,
    order: ActOrder,
    reason: Reason,
  ): Promise<Readonly<Record<string, unknown>>> {
    const stand = await this.stand(orderId);
    const actId = newId();
    this.send(db, stand, order, { ...reason, actId });
    return { ...auditDetailOf(order, stand.instance, actId) };
  }

  private async stand(orderId: string): Promise<SagaStand<OrderToInvoice, Order>> {
    const stand = await this.sagas.stand(orderId);
    if (!stand) throw problem('not-found');
    return stand;
  }

  private send(
    db: DatabaseTransaction,
    stand: SagaStand<OrderToInvoice, Order>,
    order: ActOrder,
    { actId, ...reason }: Reason & { readonly actId: string },
  ): void {
    mustHaveEffect(stand, order);
    const { id: orderId } = stand.instance;
    const correlationId = currentContext()?.correlationId ?? actId;
    const cause = { id: actId, correlationId, acceptedAt: Date.now(), source: 'operator' };
    db.causedBy(cause).send(messageOf(order, stand, { orderId, actId }, reason));
  }
}
