import { type OrderStatus, statusColumns } from '@kervan/ingress';
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
  return db.query<ListedSale>(
    `SELECT ${statusColumns}, company, mode, branch, correlation_id AS "correlationId", publications FROM pos_sale
     WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR company = $2) AND ($3::text IS NULL OR branch = $3)
       AND ($4::text IS NULL OR order_number = $4)
       AND ($5::timestamptz IS NULL OR (state_since, id) > ($5, $6::uuid))
     ORDER BY state_since, id LIMIT $7`,
    [state, company, branch, orderNumber, after?.[0], after?.[1], limit].map((value) => value ?? null),
  );
}
