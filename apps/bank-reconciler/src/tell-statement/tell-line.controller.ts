import { Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, Operator, problem } from '@kervan/service-host';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { findLine, listLines, type LineView } from './line-view.js';
import { linesQuery, type Page, pageOf, pathId } from './list-query.js';
import { lineDetails, linesPage } from './statement-answers.js';

/** `GET /v1/lines`: the lines of all statements, and for those that wait for a person what they may pay. */
@ApiTags('lines')
@Controller('v1/lines')
@Operator()
export class TellLineController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @Answers(200, 'One page, the oldest first.', linesPage)
  async list(@CheckedQuery(linesQuery) asked: z.output<typeof linesQuery>): Promise<Page<LineView>> {
    return pageOf(await this.transactions.run((db) => listLines(db, asked)), asked.limit);
  }

  @Get(':id')
  @Answers(200, 'The line as it stands, with what persons did.', lineDetails)
  @ApiResponse({ status: 404, description: 'There is no line of this id.' })
  async tell(@Param('id') id: string): Promise<LineView> {
    const wanted = pathId(id);
    const line = await this.transactions.run((db) => findLine(db, wanted));
    if (!line) throw problem('not-found');
    return line;
  }
}
