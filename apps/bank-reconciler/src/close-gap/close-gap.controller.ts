import { Answers, JsonBody, Operator } from '@kervan/service-host';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { pathId } from '../tell-statement/list-query.js';
import { statementDetails } from '../tell-statement/statement-answers.js';
import type { StatementDetails } from '../tell-statement/statement-view.js';
import { CloseGap } from './close-gap.js';
import { type ClosingRequest, closingRequest } from './closing-request.js';

/** `POST /v1/statements/{id}/close-gap`: a person says that nothing before a statement is waited for any more. */
@ApiTags('statements')
@Controller('v1/statements')
@Operator()
export class CloseGapController {
  constructor(private readonly gaps: CloseGap) {}

  @Post(':id/close-gap')
  @HttpCode(200)
  @Answers(200, 'Closed; another gap before it is told as one.', statementDetails)
  @ApiResponse({ status: 404, description: 'There is no statement of this id.' })
  @ApiResponse({ status: 409, description: 'gap-not-open, gap-changed' })
  close(@Param('id') id: string, @JsonBody(closingRequest) request: ClosingRequest): Promise<StatementDetails> {
    return this.gaps.close(pathId(id), request);
  }
}
