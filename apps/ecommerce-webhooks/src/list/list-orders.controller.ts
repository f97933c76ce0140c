import { type OrderStatus, statusColumns } from '@kervan/ingress';
import { Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, Operator, type Page, pageOf, paging } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ShopOrderState } from '../take-delivery/shop-order-state.js';
import { ordersPage } from './list-answers.js';

const ordersQuery = z.strictObject({
  state: z.enum(Object.values(ShopOrderState)).optional(),
  company: z.string().min(1).max(64).optional(),
  shop: z.string().min(1).max(64).optional(),
  orderNumber: z.string().min(1).max(200).optional(),
  ...paging,
});

interface ListedOrder extends OrderStatus<ShopOrderState> {
  readonly company: string;
  readonly mode: string;
  readonly shop: string;
  readonly correlationId: string;
  readonly publications: number;
}

/** `GET /admin/orders`: the orders of all shops, those first that have been longest in their state. */
@ApiTags('administration')
@Controller('admin/orders')
@Operator()
export class ListOrdersController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @Answers(200, 'One page, stalest first.', ordersPage)
  list(@CheckedQuery(ordersQuery) asked: z.output<typeof ordersQuery>): Promise<Page<ListedOrder>> {
    const { state, company, shop, orderNumber, after, limit } = asked;
    return this.transactions.run(async (db) => {
      const items = await db.query<ListedOrder>(
        `SELECT ${statusColumns}, company, mode, shop, correlation_id AS "correlationId", publications FROM shop_order
         WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR company = $2)
           AND ($3::text IS NULL OR shop = $3) AND ($4::text IS NULL OR order_number = $4)
           AND ($5::timestamptz IS NULL OR (state_since, id) > ($5, $6::uuid))
         ORDER BY state_since, id LIMIT $7`,
        [state, company, shop, orderNumber, after?.[0], after?.[1], limit].map((value) => value ?? null),
      );
      return pageOf(items, limit, ({ stateSince }) => stateSince);
    });
  }
}
