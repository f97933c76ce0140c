import { Answers, JsonBody, Operator } from '@kervan/service-host';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { pathId } from '../tell-statement/list-query.js';
import { statementDetails } from '../tell-statement/statement-answers.js';
import type { StatementDetails } from '../tell-statement/statement-view.js';
import { type ActRequest, actRequest } from './act-request.js';
import { ReleaseStatement } from './release-statement.js';

/** `POST /v1/statements/{id}/release`: a person lets a statement be matched in spite of what was found on it. */
@ApiTags('statements')
@Controller('v1/statements')
@Operator()
export class ReleaseStatementController {
  constructor(private readonly statements: ReleaseStatement) {}

  @Post(':id/release')
  @HttpCode(200)
  @Answers(200, 'Released; its lines are matched, or undecided.', statementDetails)
  @ApiResponse({ status: 404, description: 'There is no statement of this id.' })
  @ApiResponse({ status: 409, description: 'statement-not-blocked, statement-in-effect, statement-decided-upon, account-unknown' })
  release(@Param('id') id: string, @JsonBody(actRequest) request: ActRequest): Promise<StatementDetails> {
    return this.statements.release(pathId(id), request);
  }
}
