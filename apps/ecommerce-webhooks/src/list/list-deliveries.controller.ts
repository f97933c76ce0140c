import { Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, Operator, type Page, pageOf, paging } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DeliveryState } from '../take-delivery/delivery-state.js';
import { deliveriesPage } from './list-answers.js';

const deliveriesQuery = z.strictObject({
  shop: z.string().min(1).max(64).optional(),
  state: z.enum(Object.values(DeliveryState)).optional(),
  orderNumber: z.string().min(1).max(200).optional(),
  ...paging,
});

interface ListedDelivery {
  readonly id: string;
  readonly shop: string;
  readonly topic: string;
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly quarantineId: string | null;
  /** How often it came again. */
  readonly repeats: number;
  readonly correlationId: string;
}

/** `GET /v1/deliveries`: every delivery of the last 30 days with what came of it, the latest first. */
@ApiTags('deliveries')
@Controller('v1/deliveries')
@Operator()
export class ListDeliveriesController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @Answers(200, 'One page, latest first.', deliveriesPage)
  list(@CheckedQuery(deliveriesQuery) asked: z.output<typeof deliveriesQuery>): Promise<Page<ListedDelivery>> {
    const { shop, state, orderNumber, after, limit } = asked;
    return this.transactions.run(async (db) => {
      const items = await db.query<ListedDelivery>(
        `SELECT id, shop, topic, delivery_id AS "deliveryId", received_at AS "receivedAt", outcome AS state, reason,
           order_id AS "orderId", order_number AS "orderNumber", quarantine_id AS "quarantineId", repeats,
           correlation_id AS "correlationId"
         FROM webhook_delivery
         WHERE ($1::text IS NULL OR shop = $1) AND ($2::text IS NULL OR outcome = $2)
           AND ($3::text IS NULL OR order_number = $3)
           AND ($4::timestamptz IS NULL OR (received_at, id) < ($4, $5::uuid))
         ORDER BY received_at DESC, id DESC LIMIT $6`,
        [shop, state, orderNumber, after?.[0], after?.[1], limit].map((value) => value ?? null),
      );
      return pageOf(items, limit, ({ receivedAt }) => receivedAt);
    });
  }
}
