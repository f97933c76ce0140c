import { Transactions } from '@kervan/messaging';
import { Operator, problem } from '@kervan/service-host';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { InterchangeState } from '../take-interchange/interchange.repository.js';
import {
  type ListedInterchange,
  listInterchanges,
  tellInterchange,
  type ToldInterchange,
} from './interchange.queries.js';
import { type Page, pageOf, paging, pathId, readQuery } from './page.js';

const listQuery = z.strictObject({
  partner: z.string().min(1).max(64).optional(),
  state: z.enum(Object.values(InterchangeState)).optional(),
  ...paging,
});

/** `GET /v1/interchanges`: what partners have sent, the latest first; and one of them with all that came of it. */
@ApiTags('interchanges')
@Controller('v1/interchanges')
@Operator()
export class InterchangesController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @ApiQuery({ name: 'partner', required: false })
  @ApiQuery({ name: 'state', required: false })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 200, by default 50' })
  @ApiQuery({ name: 'after', required: false, description: '`next` of the page before' })
  @ApiResponse({ status: 200, description: 'One page, the latest first.' })
  async list(@Query() query: Record<string, unknown>): Promise<Page<ListedInterchange>> {
    const asked = readQuery(listQuery, query);
    const items = await this.transactions.run((db) => listInterchanges(db, asked));
    return pageOf(items, asked.limit, (one) => one.receivedAt);
  }

  @Get(':id')
  @ApiResponse({ status: 200, description: 'The interchange with its messages and its acknowledgement.' })
  @ApiResponse({ status: 404, description: 'There is none of this id.' })
  async tell(@Param('id') id: string): Promise<ToldInterchange> {
    const wanted = pathId(id);
    const told = await this.transactions.run((db) => tellInterchange(db, wanted));
    if (!told) throw problem('not-found');
    return told;
  }
}
