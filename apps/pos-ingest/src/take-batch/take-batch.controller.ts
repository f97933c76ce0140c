import { Answers, JsonBody, TakesBody } from '@kervan/service-host';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Branch, Scope } from '../branch/branch-key.js';
import { CallingBranch, ForBranches } from '../branch/branch.guard.js';
import { refuseSale } from '../take-sale/sale.problems.js';
import { batchTaken } from '../tell-sale/sale-answers.js';
import { BATCH_BYTES, type BatchRequest, batchRequest, shownBatch } from './batch-request.js';
import { type SaleResult, TakeBatch } from './take-batch.js';

/** `POST /v1/sales/batch`: what a till kept while it was offline, answered sale by sale once each is durable. */
@ApiTags('sales')
@Controller('v1/sales/batch')
@ForBranches(Scope.write)
export class TakeBatchController {
  constructor(private readonly batch: TakeBatch) {}

  @Post()
  @HttpCode(202)
  @TakesBody({ limitBytes: BATCH_BYTES, mediaTypes: ['application/json'] })
  @Answers(202, 'One result per sale, in order: the status and body it would have had alone.', batchTaken)
  @ApiResponse({ status: 413, description: 'payload-too-large, too-many-sales' })
  @ApiResponse({ status: 503, description: 'Nothing was recorded, or nobody knows: send the batch again.' })
  async take(
    @CallingBranch() from: Branch,
    @JsonBody(batchRequest, refuseSale, shownBatch) { sales }: BatchRequest,
  ): Promise<{ readonly results: readonly SaleResult[] }> {
    return { results: await this.batch.take(sales, from) };
  }
}
