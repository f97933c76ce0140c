import { randomUUID } from 'node:crypto';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { type OrderPlaced, OrderTaken } from '@kervan/contracts';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, KafkaContext, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { contenderSettings } from '../../contender-settings.js';
import { PLACED } from '../../hop-topics.js';
import { answerTo } from '../records.js';
import { HopOrder, InboxEntry, OutboxMessage } from './entities.js';
import { runNest } from './run-nest.js';

const { service, taken, registryUrl, schemaIds } = contenderSettings();

/** A handler as the documentation of Nest and TypeORM shows it: a transaction per message, entities, `save`. */
@Controller()
class OrdersController {
  private readonly registry = new SchemaRegistry({ host: registryUrl });

  constructor(private readonly database: DataSource) {}

  @EventPattern<string>(PLACED)
  async placed(@Payload() value: Buffer, @Ctx() context: KafkaContext): Promise<void> {
    const { orderId, order } = (await this.registry.decode(value)) as OrderPlaced;
    const message = context.getMessage();
    const messageId = String(message.headers?.ce_id);
    const takenAt = new Date();
    const answer = await this.registry.encode(schemaIds[OrderTaken.fullName] ?? 0, { orderId, takenAt: takenAt.getTime() });
    await this.database.transaction(async (manager) => {
      if (await manager.existsBy(InboxEntry, { consumer: service, messageId })) return;
      await manager.save(InboxEntry, { consumer: service, messageId });
      await manager.save(HopOrder, {
        orderId,
        company: order.company,
        orderNumber: order.orderNumber,
        grossMinor: order.totals.grossMinor,
        currency: order.currency,
        placedAt: new Date(order.placedAt),
        takenAt,
      });
      const id = randomUUID();
      await manager.save(OutboxMessage, {
        lane: context.getPartition(),
        topic: taken,
        messageId: id,
        ...answerTo(message, answer, { id, service, type: OrderTaken.fullName }),
      });
    });
  }
}

await runNest(OrdersController, {});
