import { catalogue, type Catalogue } from '@kervan/contracts';
import { IngressModule, type IngressOrders } from '@kervan/ingress';
import { followingPacing, MessagingModule, Transactions } from '@kervan/messaging';
import { HealthRegistry, migrationsApplied } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { posIngestMigrations } from '../migrations/pos-ingest-migrations.js';
import { BranchKeysFile } from './branch/branch-keys.file.js';
import { CancelSaleController } from './cancel-sale/cancel-sale.controller.js';
import { CancelSale } from './cancel-sale/cancel-sale.js';
import type { PosIngestConfig } from './config.js';
import { ProblemAnswers } from './request/problem-answers.js';
import { TakeBatchController } from './take-batch/take-batch.controller.js';
import { TakeBatch } from './take-batch/take-batch.js';
import { SaleGroups } from './take-sale/sale-groups.js';
import { SalePolicy } from './take-sale/sale-rules.js';
import { TakeSaleController } from './take-sale/take-sale.controller.js';
import { TakeSale } from './take-sale/take-sale.js';
import { ListSalesController } from './tell-sale/list-sales.controller.js';
import { TellSaleController } from './tell-sale/tell-sale.controller.js';

@Module({})
class PosIngestModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, posIngestMigrations));
  }
}

/** Where this service keeps the orders that its sales are. */
export const posSales: IngressOrders = { service: 'pos-ingest', table: 'pos_sale' };

/** The composition of pos-ingest. */
export function posIngest(config: PosIngestConfig, topics: Catalogue = catalogue): DynamicModule {
  return {
    module: PosIngestModule,
    imports: [
      MessagingModule.forRoot({ ...config, service: config.serviceName, catalogue: topics, pacing: followingPacing }),
      IngressModule.forRoot(posSales),
    ],
    controllers: [TakeSaleController, TakeBatchController, TellSaleController, ListSalesController, CancelSaleController],
    providers: [
      TakeSale,
      SaleGroups,
      TakeBatch,
      CancelSale,
      ProblemAnswers,
      { provide: SalePolicy, useFactory: () => new SalePolicy(config.taxRates) },
      { provide: BranchKeysFile, useFactory: () => new BranchKeysFile(config.apiKeys) },
    ],
  };
}
