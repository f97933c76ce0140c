import { OrderPlaced, OrderTaken } from '@kervan/contracts';
import { ConsumesAll, type DatabaseTransaction, type Input, MessagingModule } from '@kervan/messaging';
import { runService, serviceConfig } from '@kervan/service-host';
import { Controller, type DynamicModule, Module } from '@nestjs/common';
import { contenderSettings } from '../contender-settings.js';
import { hopCatalogue } from '../hop-topics.js';

/** The hop as a service of Kervan: started, watched and stopped as all of them are, tracing and health included. */
@Controller()
class TakeOrdersConsumer {
  @ConsumesAll(OrderPlaced)
  async handleAll(inputs: readonly Input<OrderPlaced>[], db: DatabaseTransaction): Promise<void> {
    const takenAt = new Date().toISOString();
    const orders = inputs.map(({ message }) => message.data);
    await db.query(
      `INSERT INTO hop_order (order_id, company, order_number, gross_minor, currency, placed_at, taken_at)
       SELECT *, $7::timestamptz
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[])
       ON CONFLICT (order_id) DO UPDATE SET gross_minor = excluded.gross_minor, taken_at = excluded.taken_at`,
      [
        orders.map(({ orderId }) => orderId),
        orders.map(({ order }) => order.company),
        orders.map(({ order }) => order.orderNumber),
        orders.map(({ order }) => order.totals.grossMinor),
        orders.map(({ order }) => order.currency),
        orders.map(({ order }) => order.placedAt),
        takenAt,
      ],
    );
    for (const { message, tx } of inputs) tx.publish(OrderTaken.of({ orderId: message.data.orderId, takenAt, toldAt: null, receivable: null }));
  }
}

@Module({})
class HopModule {}

const settings = contenderSettings();
const { service } = settings;
const config = serviceConfig(process.env);
const hop: DynamicModule = {
  module: HopModule,
  imports: [MessagingModule.forRoot({ ...config, service, catalogue: hopCatalogue(service, settings) })],
  controllers: [TakeOrdersConsumer],
};
await runService(hop, config);
