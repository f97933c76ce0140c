import { catalogue, type Catalogue } from '@kervan/contracts';
import { MessagingModule, Transactions } from '@kervan/messaging';
import { SagaModule } from '@kervan/saga';
import { HealthRegistry, migrationsApplied, type ServiceConfig } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { orderOrchestratorMigrations } from '../migrations/order-orchestrator-migrations.js';
import { SagaActs } from './administer-sagas/saga-acts.js';
import { SagaBatchesController } from './administer-sagas/saga-batches.controller.js';
import { SagaBatches } from './administer-sagas/saga-batches.js';
import { SagasController } from './administer-sagas/sagas.controller.js';
import { mustAddUp } from './order-to-invoice/order-arithmetic.js';
import { orderToInvoice } from './order-to-invoice/order-to-invoice.saga.js';

@Module({})
class OrderOrchestratorModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, orderOrchestratorMigrations));
  }
}

/** The composition of order-orchestrator. */
export function orderOrchestrator(config: ServiceConfig, topics: Catalogue = catalogue): DynamicModule {
  const { serviceName: service, database } = config;
  return {
    module: OrderOrchestratorModule,
    imports: [
      MessagingModule.forRoot({ ...config, service, catalogue: topics }),
      SagaModule.forRoot({
        definition: orderToInvoice,
        checkStart: mustAddUp,
        countedBy: ({ company, channel }) => ({ company, channel }),
        catalogue: topics,
        database,
      }),
    ],
    controllers: [SagaBatchesController, SagasController],
    providers: [SagaActs, SagaBatches],
  };
}
