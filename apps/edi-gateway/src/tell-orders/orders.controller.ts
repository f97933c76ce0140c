import { listOrders, OrderState, type OrderStatus } from '@kervan/ingress';
import { Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, Operator, type Page, pageOf, paging } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { word } from '../tell-interchanges/parameters.js';
import { orderPage } from './order-answers.js';

interface ListedOrder extends OrderStatus {
  readonly company: string;
  readonly mode: string;
  readonly partner: string;
  readonly buyerOrder: string;
  readonly correlationId: string;
  readonly publications: number;
}

const listQuery = z.strictObject({
  state: z.enum(Object.values(OrderState)).optional(),
  company: word,
  partner: word,
  orderNumber: word,
  ...paging,
});

/** `GET /admin/orders`: the orders of all partners, those first that have been longest in their state. */
@ApiTags('administration')
@Controller('admin/orders')
@Operator()
export class OrdersController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @Answers(200, 'One page, stalest first.', orderPage)
  async list(@CheckedQuery(listQuery) asked: z.output<typeof listQuery>): Promise<Page<ListedOrder>> {
    const { state, company, partner, orderNumber, after, limit } = asked;
    const items = await this.transactions.run((db) =>
      listOrders<ListedOrder>(db, {
        table: 'edi_order',
        columns: 'company, mode, partner, buyer_order AS "buyerOrder", correlation_id AS "correlationId", publications',
        wanted: { state, company, partner, order_number: orderNumber },
        after,
        limit,
      }),
    );
    return pageOf(items, limit, (one) => one.stateSince);
  }
}
