import { Answers, JsonBody, Operator } from '@kervan/service-host';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { LineView } from '../tell-statement/line-view.js';
import { pathId } from '../tell-statement/list-query.js';
import { lineDetails } from '../tell-statement/statement-answers.js';
import { DecideLine } from './decide-line.js';
import { type DecisionRequest, decisionRequest } from './decision-request.js';

/** `POST /v1/lines/{id}/decision`: a person says what a line pays, once. */
@ApiTags('lines')
@Controller('v1/lines')
@Operator()
export class DecideLineController {
  constructor(private readonly lines: DecideLine) {}

  @Post(':id/decision')
  @HttpCode(200)
  @Answers(200, 'Decided; a match is published.', lineDetails)
  @ApiResponse({ status: 404, description: 'There is no line of this id.' })
  @ApiResponse({ status: 409, description: 'line-decided, line-not-decidable, receivable-not-open, due-changed, matched-order-reversed, matched-order-completed, matched-order-amended, account-unknown' })
  @ApiResponse({ status: 422, description: 'receivable-unknown, amount-differs, wrong-currency' })
  decide(@Param('id') id: string, @JsonBody(decisionRequest) request: DecisionRequest): Promise<LineView> {
    return this.lines.decide(pathId(id), request);
  }
}
