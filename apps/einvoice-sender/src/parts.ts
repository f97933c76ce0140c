/**
 * Single parts of einvoice-sender, for the runs under `tools` that put them under stress.
 *
 * Not for services: in compiled code there is no such door.
 */
export { einvoiceSenderMigrations } from '../migrations/einvoice-sender-migrations.js';
export { askBeforeVoidCall } from './adapters/integrator/ask-before-void.call.js';
export { askStatusCall } from './adapters/integrator/ask-status.call.js';
export { IntegratorAdapter, type IntegratorCalls } from './adapters/integrator/integrator.adapter.js';
export { integratorTargets } from './adapters/integrator/integrator-targets.js';
export { lookUpReceiverCall } from './adapters/integrator/look-up-receiver.call.js';
export { sendInvoiceCall } from './adapters/integrator/send-invoice.call.js';
export { Companies } from './companies/company.js';
export { FollowTransmissionConsumer } from './follow-transmission/follow-transmission.consumer.js';
export { TransmissionFollower } from './follow-transmission/transmission-follower.js';
export { InvoiceStore } from './invoice/invoice-store.js';
export { InvoiceIssuer } from './issue-invoice/invoice-issuer.js';
export { InvoiceNumbers } from './issue-invoice/invoice-numbers.js';
export { IssueInvoiceConsumer } from './issue-invoice/issue-invoice.consumer.js';
export { receiverFound } from './issue-invoice/receiver-found.js';
export { TransmitInvoiceConsumer } from './transmit-invoice/transmit-invoice.consumer.js';
export { DisputedVoid } from './void-invoice/disputed-void.js';
export { VoidInvoiceConsumer } from './void-invoice/void-invoice.consumer.js';
