import {
  askBeforeVoidCall, askStatusCall, Companies, DisputedVoid, FollowTransmissionConsumer, IntegratorAdapter,
  type IntegratorCalls, integratorTargets,
  InvoiceIssuer, InvoiceStore, IssueInvoiceConsumer, lookUpReceiverCall, receiverFound, sendInvoiceCall,
  TransmissionFollower, TransmitInvoiceConsumer, VoidInvoiceConsumer,
} from '@kervan/einvoice-sender/parts';
import { Mode } from '@kervan/contracts';
import { fixedSecret } from '@kervan/service-host';
import { companies } from './companies.js';
import type { ModelService } from './service-process.js';

const anyDocument = { violations: () => [] };

/** einvoice-sender; documents are not checked against the UBL schemas here, which is no matter of order or faults. */
export const einvoiceSender: ModelService = {
  name: 'einvoice-sender',
  compose(mutation) {
    const clock = (): Date => new Date();
    const invoices = new InvoiceStore();
    const seller = Companies.parse(companies);
    const issuer = new InvoiceIssuer(seller, Mode.live, anyDocument, invoices, mutation.invoiceNumbers(), clock);
    const follower = new TransmissionFollower(invoices, clock);
    const disputedVoid = new DisputedVoid(invoices);
    const targets = integratorTargets({ url: 'http://integrator.model', apiKey: fixedSecret('key'), slots: 2 });
    const calls: IntegratorCalls = {
      lookUpReceiver: lookUpReceiverCall(targets.questions, (...settled) => receiverFound(issuer, ...settled)),
      sendInvoice: sendInvoiceCall(
        targets.transmission,
        (...asked) => invoices.documentsUnderWay(...asked),
        (...settled) => follower.sent(...settled),
      ),
      askStatus: askStatusCall(targets.questions, (...settled) => follower.asked(...settled)),
      askBeforeVoid: askBeforeVoidCall(targets.questions, (...settled) => disputedVoid.asked(...settled)),
    };
    return {
      calls: Object.values(calls),
      controllers(outbound) {
        const integrator = new IntegratorAdapter(outbound, calls);
        return [
          new IssueInvoiceConsumer(issuer, integrator), new VoidInvoiceConsumer(invoices, integrator),
          new TransmitInvoiceConsumer(invoices, integrator), new FollowTransmissionConsumer(invoices, integrator),
        ];
      },
    };
  },
};
