import { Transactions } from '@kervan/messaging';
import { Operator, problem } from '@kervan/service-host';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, pathId, readQuery, statementsQuery } from './list-query.js';
import { findStatement, listStatements, type StatementDetails, type StatementView } from './statement-view.js';

/** `GET /v1/statements`: what was taken, what was found on it, and how its lines stand. */
@ApiTags('statements')
@Controller('v1/statements')
@Operator()
export class TellStatementController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @ApiQuery({ name: 'state', required: false, description: 'taken, blocked, released, duplicate' })
  @ApiQuery({ name: 'company', required: false })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 200, by default 50' })
  @ApiQuery({ name: 'after', required: false, description: '`next` of the page before' })
  @ApiResponse({ status: 200, description: 'One page, the latest first.' })
  async list(@Query() query: Record<string, unknown>): Promise<Page<StatementView>> {
    const asked = readQuery(statementsQuery, query);
    return pageOf(await this.transactions.run((db) => listStatements(db, asked)), asked.limit);
  }

  @Get(':id')
  @ApiResponse({ status: 200, description: 'The statement as it stands, with what persons did.' })
  @ApiResponse({ status: 404, description: 'There is no statement of this id.' })
  async tell(@Param('id') id: string): Promise<StatementDetails> {
    const wanted = pathId(id);
    const statement = await this.transactions.run((db) => findStatement(db, wanted));
    if (!statement) throw problem('not-found');
    return statement;
  }
}
