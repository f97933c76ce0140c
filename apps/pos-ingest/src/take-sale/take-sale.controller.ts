import { Answers, JsonBody } from '@kervan/service-host';
import { Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Branch, Scope } from '../branch/branch-key.js';
import { CallingBranch, ForBranches } from '../branch/branch.guard.js';
import { sendAnswer } from '../request/answer.js';
import { readIdempotencyKey } from '../request/idempotency-key.js';
import { saleTaken } from '../tell-sale/sale-answers.js';
import { refuseSale } from './sale.problems.js';
import { type SaleRequest, saleRequest } from './sale-request.js';
import { TakeSale } from './take-sale.js';

/** `POST /v1/sales`: a till's sale, answered once it is durable. */
@ApiTags('sales')
@Controller('v1/sales')
@ForBranches(Scope.write)
export class TakeSaleController {
  constructor(private readonly sales: TakeSale) {}

  @Post()
  @HttpCode(202)
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: '1 to 128 visible ASCII characters' })
  @Answers(202, 'Recorded, now or before; Location tells where its state is.', saleTaken)
  @ApiResponse({ status: 409, description: 'receipt-conflict, request-in-progress' })
  @ApiResponse({ status: 422, description: 'A rule is broken; errors[] tells where and what was expected.' })
  @ApiResponse({ status: 503, description: 'Send it again after Retry-After: it is recorded once.' })
  async take(
    @CallingBranch() from: Branch,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @JsonBody(saleRequest, refuseSale) request: SaleRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.sales.take(request, from, { idempotencyKey: readIdempotencyKey(idempotencyKey) });
    sendAnswer(reply, answer, `/v1/sales/${String(answer.body.id)}`);
  }
}
