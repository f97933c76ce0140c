import { listOrders, type OrderStatus } from '@kervan/ingress';
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
      const items = await listOrders<ListedOrder>(db, {
        table: 'shop_order',
        columns: 'company, mode, shop, correlation_id AS "correlationId", publications',
        wanted: { state, company, shop, order_number: orderNumber },
        after,
        limit,
      });
      return pageOf(items, limit, ({ stateSince }) => stateSince);
    });
  }
}
