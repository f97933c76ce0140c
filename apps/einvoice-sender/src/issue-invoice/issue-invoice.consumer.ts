import { Controller, Inject } from '@nestjs/common';
import { IssueInvoice } from '@kervan/contracts';
import { Consumes, type Received, type Transaction } from '@kervan/messaging';
import { lookUpId } from '../invoice/buyer.js';
import { unregistered } from '../invoice/profile.js';
import { INTEGRATOR, type IntegratorPort } from '../ports/integrator.js';
import { InvoiceIssuer, refuse } from './invoice-issuer.js';

/** Issues the invoices of orders. */
@Controller()
export class IssueInvoiceConsumer {
  constructor(
    private readonly issuer: InvoiceIssuer,
    @Inject(INTEGRATOR) private readonly integrator: IntegratorPort,
  ) {}

  /**
   * Issues the invoice of one order, or refuses it at once with every finding.
   *
   * A buyer with an id is looked up first, and the invoice issued when the answer is there; for anyone else it is issued
   * here. Redelivery is harmless: an order has one invoice, and a command one reply.
   */
  @Consumes(IssueInvoice)
  handle({ data }: Received<IssueInvoice>, tx: Transaction): void {
    const { orderId, commandId, order } = data;
    const findings = this.issuer.findings(order);
    if (findings.length > 0) return refuse({ tx, orderId, commandId }, findings);
    const taxId = lookUpId(order.buyer);
    if (taxId) return this.integrator.lookUpReceiver(tx, { orderId, commandId, taxId, order });
    this.issuer.issue({ tx, orderId, commandId, order, receiver: unregistered });
  }
}
