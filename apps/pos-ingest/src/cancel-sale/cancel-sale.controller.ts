import { JsonBody, openApiSchema } from '@kervan/service-host';
import { Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Branch } from '../branch/branch-key.js';
import { CallingBranch, ForBranches } from '../branch/branch.guard.js';
import { sendAnswer } from '../request/answer.js';
import { refuseSale } from '../take-sale/sale.problems.js';
import { saleId } from '../tell-sale/sale-id.js';
import { CancelSale } from './cancel-sale.js';
import { type CancellationRequest, cancellationRequest } from './cancellation-request.js';

/** `POST /v1/sales/{id}/cancellation`: the till takes a sale back. */
@ApiTags('sales')
@Controller('v1/sales')
@ForBranches()
export class CancelSaleController {
  constructor(private readonly sales: CancelSale) {}

  @Post(':id/cancellation')
  @HttpCode(202)
  @ApiBody({ schema: openApiSchema(cancellationRequest) })
  @ApiResponse({ status: 202, description: 'The wish is recorded; the state of the sale tells what came of it.' })
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
