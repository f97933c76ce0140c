import { Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, Operator } from '@kervan/service-host';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Page, pageOf, pathId, statementsQuery } from './list-query.js';
import { statementDetails, statementsPage } from './statement-answers.js';
import { findStatement, listStatements, type StatementDetails, type StatementView } from './statement-view.js';

/** `GET /v1/statements`: what was taken, what was found on it, and how its lines stand. */
@ApiTags('statements')
@Controller('v1/statements')
@Operator()
export class TellStatementController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @Answers(200, 'One page, the latest first.', statementsPage)
  async list(@CheckedQuery(statementsQuery) asked: z.output<typeof statementsQuery>): Promise<Page<StatementView>> {
    return pageOf(await this.transactions.run((db) => listStatements(db, asked)), asked.limit);
  }

  @Get(':id')
  @Answers(200, 'The statement as it stands, with what persons did.', statementDetails)
  @ApiResponse({ status: 404, description: 'There is no statement of this id.' })
  tell(@Param('id') id: string): Promise<StatementDetails> {
    const wanted = pathId(id);
    return this.transactions.run((db) => findStatement(db, wanted));
  }
}
