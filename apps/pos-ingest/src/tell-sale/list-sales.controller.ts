import { listOrders, type OrderStatus } from '@kervan/ingress';
import { type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, Operator, type Page, pageOf } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { listQuery, type ListSales } from './list-sales.query.js';
import { salesPage } from './sale-answers.js';

interface ListedSale extends OrderStatus {
  readonly company: string;
  readonly mode: string;
  readonly branch: string;
  readonly correlationId: string;
  readonly publications: number;
}

/** `GET /admin/sales`: the sales of all branches, those first that have been longest in their state. */
@ApiTags('administration')
@Controller('admin/sales')
@Operator()
export class ListSalesController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @Answers(200, 'One page, stalest first.', salesPage)
  async list(@CheckedQuery(listQuery) asked: ListSales): Promise<Page<ListedSale>> {
    const items = await this.transactions.run((db) => page(db, asked));
    return pageOf(items, asked.limit, ({ stateSince }) => stateSince);
  }
}

function page(
  db: DatabaseTransaction,
  { state, company, branch, orderNumber, after, limit }: ListSales,
): Promise<ListedSale[]> {
  return listOrders<ListedSale>(db, {
    table: 'pos_sale',
    columns: 'company, mode, branch, correlation_id AS "correlationId", publications',
    wanted: { state, company, branch, order_number: orderNumber },
    after,
    limit,
  });
}
