import { Transactions } from '@kervan/messaging';
import { Operator, problem } from '@kervan/service-host';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { findLine, listLines, type LineView } from './line-view.js';
import { linesQuery, type Page, pageOf, pathId, readQuery } from './list-query.js';

/** `GET /v1/lines`: the lines of all statements, and for those that wait for a person what they may pay. */
@ApiTags('lines')
@Controller('v1/lines')
@Operator()
export class TellLineController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @ApiQuery({
    name: 'state',
    required: false,
    description: 'matched, undecided, left, not-ours, not-booked, no-effect',
  })
  @ApiQuery({ name: 'reason', required: false, description: 'why a line is undecided' })
  @ApiQuery({ name: 'statement', required: false })
  @ApiQuery({ name: 'company', required: false })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 200, by default 50' })
  @ApiQuery({ name: 'after', required: false, description: '`next` of the page before' })
  @ApiResponse({ status: 200, description: 'One page, the oldest first.' })
  async list(@Query() query: Record<string, unknown>): Promise<Page<LineView>> {
    const asked = readQuery(linesQuery, query);
    return pageOf(await this.transactions.run((db) => listLines(db, asked)), asked.limit);
  }

  @Get(':id')
  @ApiResponse({ status: 200, description: 'The line as it stands, with what persons did.' })
  @ApiResponse({ status: 404, description: 'There is no line of this id.' })
  async tell(@Param('id') id: string): Promise<LineView> {
    const wanted = pathId(id);
    const line = await this.transactions.run((db) => findLine(db, wanted));
    if (!line) throw problem('not-found');
    return line;
  }
}
