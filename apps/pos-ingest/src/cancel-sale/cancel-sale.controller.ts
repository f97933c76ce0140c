import { Answers, JsonBody } from '@kervan/service-host';
import { Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Branch, Scope } from '../branch/branch-key.js';
import { CallingBranch, ForBranches } from '../branch/branch.guard.js';
import { sendAnswer } from '../request/answer.js';
import { refuseSale } from '../take-sale/sale.problems.js';
import { cancellationTaken } from '../tell-sale/sale-answers.js';
import { saleId } from '../tell-sale/sale-id.js';
import { CancelSale } from './cancel-sale.js';
import { type CancellationRequest, cancellationRequest } from './cancellation-request.js';

/** `POST /v1/sales/{id}/cancellation`: the till takes a sale back. */
@ApiTags('sales')
@Controller('v1/sales')
@ForBranches(Scope.cancel)
export class CancelSaleController {
  constructor(private readonly sales: CancelSale) {}

  @Post(':id/cancellation')
  @HttpCode(202)
  @Answers(202, 'The wish is recorded; the state of the sale tells what came of it.', cancellationTaken)
  @ApiResponse({ status: 404, description: 'No sale of this branch has this id.' })
  async cancel(
    @CallingBranch() branch: Branch,
    @Param('id') id: string,
    @JsonBody(cancellationRequest, refuseSale) request: CancellationRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.sales.cancel(saleId(id), request, branch), `/v1/sales/${id}`);
  }
}
