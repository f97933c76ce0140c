import { Controller, Inject } from '@nestjs/common';
import { IssueInvoice } from '@kervan/contracts';
import { ConsumesAll, type DatabaseTransaction, type Received, type Transaction } from '@kervan/messaging';
import { lookUpId } from '../invoice/buyer.js';
import { unregistered } from '../invoice/profile.js';
import { INTEGRATOR, type IntegratorPort } from '../ports/integrator.js';
import { InvoiceIssuer, type IssueRequest, refuse } from './invoice-issuer.js';

interface IssueInvoiceInput {
  readonly message: Received<IssueInvoice>;
  readonly tx: Transaction;
}

/**
 * Issues the invoices of orders.
 *
 * An order that cannot be invoiced is refused at once, with every finding. A buyer with an id is looked up first, and
 * the invoice issued when the answer is there; for anyone else it is issued here. Redelivery is harmless: an order has
 * one invoice, and a command one reply.
 */
@Controller()
export class IssueInvoiceConsumer {
  constructor(
    private readonly issuer: InvoiceIssuer,
    @Inject(INTEGRATOR) private readonly integrator: IntegratorPort,
  ) {}

  @ConsumesAll(IssueInvoice)
  async handleAll(inputs: readonly IssueInvoiceInput[], db: DatabaseTransaction): Promise<void> {
    const known: IssueRequest[] = [];
    for (const { message, tx } of inputs) {
      const { orderId, commandId, order } = message.data;
      const taxId = lookUpId(order.buyer);
      const findings = this.issuer.findings(order);
      if (findings.length > 0) refuse({ tx, orderId, commandId }, findings);
      else if (taxId) this.integrator.lookUpReceiver(tx, { orderId, commandId, taxId, order });
      else known.push({ tx, orderId, commandId, order, receiver: unregistered });
    }
    if (known.length > 0) await this.issuer.issueAll(db, known);
  }
}
