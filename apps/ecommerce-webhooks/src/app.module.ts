import { catalogue, type Catalogue } from '@kervan/contracts';
import { IngressModule, type IngressOrders } from '@kervan/ingress';
import { followingPacing, MessagingModule, observeWaitingRows, SingletonJobs, Transactions } from '@kervan/messaging';
import { HealthRegistry, Lifecycle, migrationsApplied } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { ecommerceWebhooksMigrations } from '../migrations/ecommerce-webhooks-migrations.js';
import type { EcommerceWebhooksConfig } from './config.js';
import { ListDeliveriesController } from './list/list-deliveries.controller.js';
import { ListOrdersController } from './list/list-orders.controller.js';
import { ListShopsController } from './list/list-shops.controller.js';
import { DecideQuarantined } from './quarantine/decide-quarantined.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { QuarantineQueries } from './quarantine/quarantine.queries.js';
import { RetentionJob } from './retention/retention.job.js';
import { ShopsFile } from './shop/shops.file.js';
import { TakeDeliveryController } from './take-delivery/take-delivery.controller.js';
import { TakeDelivery } from './take-delivery/take-delivery.js';

@Module({})
class EcommerceWebhooksModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, ecommerceWebhooksMigrations));
    observeWaitingRows(read, 'webhook', `quarantined_delivery WHERE state = 'open'`, 'received_at');
  }
}

/** Where this service keeps the orders of the shops. */
export const shopOrders: IngressOrders = { service: 'ecommerce-webhooks', table: 'shop_order' };

/** The composition of ecommerce-webhooks. */
export function ecommerceWebhooks(config: EcommerceWebhooksConfig, topics: Catalogue = catalogue): DynamicModule {
  return {
    module: EcommerceWebhooksModule,
    imports: [
      MessagingModule.forRoot({ ...config, service: config.serviceName, catalogue: topics, pacing: followingPacing }),
      IngressModule.forRoot(shopOrders),
    ],
    controllers: [
      TakeDeliveryController,
      ListShopsController,
      ListDeliveriesController,
      ListOrdersController,
      QuarantineController,
    ],
    providers: [
      TakeDelivery,
      DecideQuarantined,
      QuarantineQueries,
      {
        provide: RetentionJob,
        useFactory: (jobs: SingletonJobs) => new RetentionJob(jobs, config.quarantineDays),
        inject: [SingletonJobs],
      },
      {
        provide: ShopsFile,
        useFactory: (lifecycle: Lifecycle) => new ShopsFile(config.shopsFile, config.secretsDir, lifecycle),
        inject: [Lifecycle],
      },
    ],
  };
}
