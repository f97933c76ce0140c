import { readFileSync } from 'node:fs';
import { catalogue, type Catalogue } from '@kervan/contracts';
import { MessagingModule, Transactions } from '@kervan/messaging';
import { OutboundCalls, OutboundModule } from '@kervan/outbound';
import { HealthRegistry, Lifecycle, migrationsApplied } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { einvoiceSenderMigrations } from '../migrations/einvoice-sender-migrations.js';
import { askBeforeVoidCall } from './adapters/integrator/ask-before-void.call.js';
import { askStatusCall } from './adapters/integrator/ask-status.call.js';
import { IntegratorAdapter, type IntegratorCalls } from './adapters/integrator/integrator.adapter.js';
import { integratorTargets } from './adapters/integrator/integrator-targets.js';
import { lookUpReceiverCall } from './adapters/integrator/look-up-receiver.call.js';
import { sendInvoiceCall } from './adapters/integrator/send-invoice.call.js';
import { UblSchema } from './adapters/ubl-schema.js';
import { Companies } from './companies/company.js';
import type { EinvoiceConfig } from './config.js';
import { FollowTransmissionConsumer } from './follow-transmission/follow-transmission.consumer.js';
import { TransmissionFollower } from './follow-transmission/transmission-follower.js';
import { InvoiceStore } from './invoice/invoice-store.js';
import { InvoiceIssuer } from './issue-invoice/invoice-issuer.js';
import { InvoiceNumbers } from './issue-invoice/invoice-numbers.js';
import { IssueInvoiceConsumer } from './issue-invoice/issue-invoice.consumer.js';
import { receiverFound } from './issue-invoice/receiver-found.js';
import { InvoiceQueries } from './list-invoices/invoice-queries.js';
import { InvoicesController } from './list-invoices/invoices.controller.js';
import { INTEGRATOR } from './ports/integrator.js';
import { TransmitInvoiceConsumer } from './transmit-invoice/transmit-invoice.consumer.js';
import { DisputedVoid } from './void-invoice/disputed-void.js';
import { VoidInvoiceConsumer } from './void-invoice/void-invoice.consumer.js';

@Module({})
class EinvoiceSenderModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, einvoiceSenderMigrations));
  }
}

/**
 * The composition of einvoice-sender.
 *
 * @throws when the companies file or the UBL schemas cannot be read.
 */
export function einvoiceSender(config: EinvoiceConfig, topics: Catalogue = catalogue): DynamicModule {
  const { serviceName: service, database, integrator } = config;
  const schema = UblSchema.load(config.ublXsdFolder);
  const companies = Companies.parse(readFileSync(config.companiesFile, 'utf8'));
  const clock = (): Date => new Date();
  const invoices = new InvoiceStore();
  const issuer = new InvoiceIssuer(companies, integrator.mode, schema, invoices, new InvoiceNumbers(), clock);
  const follower = new TransmissionFollower(invoices, clock);
  const disputedVoid = new DisputedVoid(invoices);
  const targets = integratorTargets(integrator);
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
    module: EinvoiceSenderModule,
    imports: [
      MessagingModule.forRoot({ ...config, service, catalogue: topics }),
      OutboundModule.forRoot({
        service,
        database,
        calls: Object.values(calls),
        allowPlainHttp: integrator.allowPlainHttp,
        mostOpenCalls: config.mostOpenCalls,
      }),
    ],
    controllers: [
      IssueInvoiceConsumer,
      VoidInvoiceConsumer,
      TransmitInvoiceConsumer,
      FollowTransmissionConsumer,
      InvoicesController,
    ],
    providers: [
      { provide: InvoiceStore, useValue: invoices },
      { provide: InvoiceIssuer, useValue: issuer },
      {
        provide: INTEGRATOR,
        useFactory: (outbound: OutboundCalls) => new IntegratorAdapter(outbound, calls),
        inject: [OutboundCalls],
      },
      {
        provide: InvoiceQueries,
        useFactory: (transactions: Transactions) => {
          return new InvoiceQueries({ query: (sql, params) => transactions.run((db) => db.query(sql, params)) });
        },
        inject: [Transactions],
      },
      {
        provide: UblSchema,
        useFactory: (lifecycle: Lifecycle) => {
          lifecycle.onStop('database', 'UBL schema', async () => schema.dispose());
          return schema;
        },
        inject: [Lifecycle],
      },
    ],
  };
}
