import { catalogue, type Catalogue } from '@kervan/contracts';
import { followingPacing, MessagingModule, Transactions } from '@kervan/messaging';
import { HealthRegistry, migrationsApplied, operatorKeyToSend } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { consoleMigrations } from '../migrations/console-migrations.js';
import { ActsController } from './act-at-services/acts.controller.js';
import { AuditController } from './ask-services/audit.controller.js';
import { HeldController } from './ask-services/held.controller.js';
import { OutboundController } from './ask-services/outbound.controller.js';
import { QuarantineController } from './ask-services/quarantine.controller.js';
import { SagasController } from './ask-services/sagas.controller.js';
import { Services } from './ask-services/services.js';
import { StatementsController } from './ask-services/statements.controller.js';
import { UndecidedController } from './ask-services/undecided.controller.js';
import type { ConsoleConfig } from './config.js';
import { CountsController } from './count-documents/counts.controller.js';
import { DocumentsController } from './find-documents/documents.controller.js';
import { SearchController } from './find-documents/search.controller.js';
import { FollowOrdersConsumer } from './follow-orders/follow-orders.consumer.js';
import { Intake } from './follow-orders/intake.js';
import { NoSuchPage } from './serve-pages/no-such-page.js';
import { PagesController } from './serve-pages/pages.controller.js';
import { WebFiles } from './serve-pages/web-files.js';
import { DocumentController, LINK_TRACE } from './show-document/document.controller.js';
import { traceLinks } from './show-document/trace-link.js';

@Module({})
class ConsoleModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, consoleMigrations));
  }
}

/** The composition of console. */
export function operationsConsole(config: ConsoleConfig, topics: Catalogue = catalogue): DynamicModule {
  return {
    module: ConsoleModule,
    imports: [MessagingModule.forRoot({ ...config, service: config.serviceName, catalogue: topics, pacing: followingPacing })],
    controllers: [
      FollowOrdersConsumer,
      SearchController,
      DocumentsController,
      DocumentController,
      CountsController,
      HeldController,
      QuarantineController,
      UndecidedController,
      StatementsController,
      SagasController,
      AuditController,
      OutboundController,
      ActsController,
      PagesController,
    ],
    providers: [
      { provide: Services, useFactory: () => new Services(config.serviceUrls, () => operatorKeyToSend(config.operatorKey)) },
      { provide: LINK_TRACE, useValue: traceLinks(config.traceUrlTemplate) },
      Intake,
      NoSuchPage,
      { provide: WebFiles, useFactory: () => new WebFiles(config.webDir) },
    ],
  };
}
