import { catalogue, type Catalogue } from '@kervan/contracts';
import { IngressModule, type IngressOrders } from '@kervan/ingress';
import { MessagingModule, Transactions } from '@kervan/messaging';
import { HealthRegistry, Lifecycle, migrationsApplied } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { ecommerceWebhooksMigrations } from '../migrations/ecommerce-webhooks-migrations.js';
import type { EcommerceWebhooksConfig } from './config.js';
import { ShopsFile } from './shop/shops.file.js';

@Module({})
class EcommerceWebhooksModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, ecommerceWebhooksMigrations));
  }
}

/** Where this service keeps the orders of the shops. */
export const shopOrders: IngressOrders = { service: 'ecommerce-webhooks', table: 'shop_order' };

/** The composition of ecommerce-webhooks. */
export function ecommerceWebhooks(config: EcommerceWebhooksConfig, topics: Catalogue = catalogue): DynamicModule {
  return {
    module: EcommerceWebhooksModule,
    imports: [
      MessagingModule.forRoot({ ...config, service: config.serviceName, catalogue: topics }),
      IngressModule.forRoot(shopOrders),
    ],
    providers: [
      {
        provide: ShopsFile,
        useFactory: (lifecycle: Lifecycle) => new ShopsFile(config.shopsFile, config.secretsDir, lifecycle),
        inject: [Lifecycle],
      },
    ],
  };
}
