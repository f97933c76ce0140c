import { Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, Operator, type Page, pageOf, paging, problem } from '@kervan/service-host';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { InterchangeState } from '../take-interchange/interchange.repository.js';
import {
  type ListedInterchange,
  listInterchanges,
  tellInterchange,
  type ToldInterchange,
} from './interchange.queries.js';
import { interchangePage, interchangeTold } from './interchange-answers.js';
import { pathId, word } from './parameters.js';

const listQuery = z.strictObject({
  partner: word,
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
  @Answers(200, 'One page, the latest first.', interchangePage)
  async list(@CheckedQuery(listQuery) asked: z.output<typeof listQuery>): Promise<Page<ListedInterchange>> {
    const items = await this.transactions.run((db) => listInterchanges(db, asked));
    return pageOf(items, asked.limit, (one) => one.receivedAt);
  }

  @Get(':id')
  @Answers(200, 'The interchange with its messages and its acknowledgement.', interchangeTold)
  @ApiResponse({ status: 404, description: 'There is none of this id.' })
  async tell(@Param('id') id: string): Promise<ToldInterchange> {
    const wanted = pathId(id);
    const told = await this.transactions.run((db) => tellInterchange(db, wanted));
    if (!told) throw problem('not-found');
    return told;
  }
}
