import { catalogue, type Catalogue } from '@kervan/contracts';
import { MessagingModule, Transactions } from '@kervan/messaging';
import { OutboundCalls, OutboundModule } from '@kervan/outbound';
import { HealthRegistry, migrationsApplied } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { erpWriterMigrations } from '../migrations/erp-writer-migrations.js';
import { RestErpAdapter, restErpCalls } from './adapters/rest-erp/rest-erp.adapter.js';
import { restErpTarget } from './adapters/rest-erp/rest-erp.target.js';
import { CancelSalesOrderConsumer } from './cancel-sales-order/cancel-sales-order.consumer.js';
import type { ErpWriterConfig } from './config.js';
import { ErpPort } from './ports/erp.port.js';
import { ErpOfOneMode } from './ports/erp-of-one-mode.js';
import { PostInvoiceConsumer } from './post-invoice/post-invoice.consumer.js';
import { PostPaymentConsumer } from './post-payment/post-payment.consumer.js';
import { PostSalesOrderConsumer } from './post-sales-order/post-sales-order.consumer.js';

@Module({})
class ErpWriterModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, erpWriterMigrations));
  }
}

/** The composition of erp-writer. */
export function erpWriter(config: ErpWriterConfig, topics: Catalogue = catalogue): DynamicModule {
  const { serviceName: service, database, erp, mode, mostOpenCalls } = config;
  const calls = restErpCalls(restErpTarget(erp));
  return {
    module: ErpWriterModule,
    imports: [
      MessagingModule.forRoot({ ...config, service, catalogue: topics }),
      OutboundModule.forRoot({
        service,
        database,
        calls: Object.values(calls),
        allowPlainHttp: erp.allowPlainHttp,
        mostOpenCalls,
      }),
    ],
    controllers: [PostSalesOrderConsumer, CancelSalesOrderConsumer, PostInvoiceConsumer, PostPaymentConsumer],
    providers: [
      {
        provide: ErpPort,
        useFactory: (outbound: OutboundCalls) => new ErpOfOneMode(mode, new RestErpAdapter(outbound, calls)),
        inject: [OutboundCalls],
      },
    ],
  };
}
