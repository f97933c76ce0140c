import { catalogue, type Catalogue } from '@kervan/contracts';
import { IngressModule, type IngressOrders } from '@kervan/ingress';
import { followingPacing, MessagingModule, observeWaitingRows, Transactions } from '@kervan/messaging';
import { HealthRegistry, migrationsApplied } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { ediGatewayMigrations } from '../migrations/edi-gateway-migrations.js';
import { owedForLong } from './acknowledge/acknowledgement.repository.js';
import { AcknowledgementWorker } from './acknowledge/acknowledgement.worker.js';
import { EDI_CONFIG, type EdiGatewayConfig } from './config.js';
import { PartnersController } from './partners/partners.controller.js';
import { PartnersFile } from './partners/partners.file.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { ReleaseMessage } from './quarantine/release-message.js';
import { TakeInterchange } from './take-interchange/take-interchange.js';
import { InterchangesController } from './tell-interchanges/interchanges.controller.js';
import { OrdersController } from './tell-orders/orders.controller.js';
import { failingFiles } from './watch-inbox/failing-file.repository.js';
import { FailingFilesController } from './watch-inbox/failing-files.controller.js';
import { InboxWorker } from './watch-inbox/inbox.worker.js';

@Module({})
class EdiGatewayModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, ediGatewayMigrations));
    const messages = 'edi_message m JOIN edi_interchange i ON i.id = m.interchange_id';
    observeWaitingRows(read, 'edi-message', `${messages} WHERE m.state = 'quarantined'`, 'received_at');
    observeWaitingRows(read, 'edi-file', failingFiles, 'failing_since');
    observeWaitingRows(read, 'edi-acknowledgement', owedForLong, 'owed_since');
  }
}

/** Where this service keeps the orders that partners have placed. */
export const ediOrders: IngressOrders = { service: 'edi-gateway', table: 'edi_order' };

/** The composition of edi-gateway. */
export function ediGateway(config: EdiGatewayConfig, topics: Catalogue = catalogue): DynamicModule {
  return {
    module: EdiGatewayModule,
    imports: [
      MessagingModule.forRoot({ ...config, service: config.serviceName, catalogue: topics, pacing: followingPacing }),
      IngressModule.forRoot(ediOrders),
    ],
    controllers: [
      PartnersController,
      InterchangesController,
      FailingFilesController,
      QuarantineController,
      OrdersController,
    ],
    providers: [
      InboxWorker,
      TakeInterchange,
      AcknowledgementWorker,
      ReleaseMessage,
      { provide: EDI_CONFIG, useValue: config },
      { provide: PartnersFile, useFactory: () => new PartnersFile(config.partners) },
    ],
  };
}
