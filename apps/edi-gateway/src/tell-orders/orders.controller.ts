import { OrderState, type OrderStatus, statusColumns } from '@kervan/ingress';
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
      db.query<ListedOrder>(
        `SELECT ${statusColumns}, company, mode, partner, buyer_order AS "buyerOrder",
           correlation_id AS "correlationId", publications
         FROM edi_order
         WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR company = $2)
           AND ($3::text IS NULL OR partner = $3) AND ($4::text IS NULL OR order_number = $4)
           AND ($5::timestamptz IS NULL OR (state_since, id) > ($5, $6::uuid))
         ORDER BY state_since, id LIMIT $7`,
        [state, company, partner, orderNumber, after?.[0], after?.[1], limit].map((value) => value ?? null),
      ),
    );
    return pageOf(items, limit, (one) => one.stateSince);
  }
}
