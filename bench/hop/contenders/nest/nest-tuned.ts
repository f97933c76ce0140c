import { randomUUID } from 'node:crypto';
import { OrderPlaced, OrderTaken } from '@kervan/contracts';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, KafkaContext, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { contenderSettings } from '../../contender-settings.js';
import { PLACED } from '../../hop-topics.js';
import { framed, orderIn, answerTo } from '../records.js';
import { runNest } from './run-nest.js';

const { service, taken, schemaIds } = contenderSettings();

/**
 * The same transaction per message, tuned as far as that goes: twelve partitions at once, a connection for each, three
 * inserts and no select, the inbox's own answer telling a duplicate, compiled Avro types.
 */
@Controller()
class OrdersController {
  constructor(private readonly database: DataSource) {}

  @EventPattern<string>(PLACED)
  async placed(@Payload() value: Buffer, @Ctx() context: KafkaContext): Promise<void> {
    const { orderId, order } = orderIn({ value }, OrderPlaced);
    const message = context.getMessage();
    const takenAt = new Date().toISOString();
    const id = randomUUID();
    const body = framed(schemaIds[OrderTaken.fullName] ?? 0, OrderTaken.encode({ orderId, takenAt, toldAt: null, receivable: null }));
    const answer = answerTo(message, body, { id, service, type: OrderTaken.fullName });
    await this.database.transaction(async (manager) => {
      const entered = await manager.query<unknown[]>(
        'INSERT INTO inbox (consumer, message_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING message_id',
        [service, String(message.headers?.ce_id)],
      );
      if (entered.length === 0) return;
      await manager.query(
        `INSERT INTO hop_order (order_id, company, order_number, gross_minor, currency, placed_at, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (order_id) DO UPDATE SET gross_minor = excluded.gross_minor, taken_at = excluded.taken_at`,
        [orderId, order.company, order.orderNumber, order.totals.grossMinor, order.currency, order.placedAt, takenAt],
      );
      await manager.query(
        'INSERT INTO outbox_message (lane, topic, key, message_id, value, headers) VALUES ($1, $2, $3, $4, $5, $6)',
        [context.getPartition(), taken, answer.key, id, answer.value, JSON.stringify(answer.headers)],
      );
    });
  }
}

await runNest(OrdersController, { poolSize: 16, run: { partitionsConsumedConcurrently: 12 } });
