import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers, CheckedQuery, JsonBody, Operator, type Page } from '@kervan/service-host';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  batchCancel, batchItemQuery, batchItems, batchOrder, batchPage, batchQuery, batchSummary,
} from '../batch/batch-answers.js';
import type { BatchItemSummary, BatchSummary } from '../batch/batches.js';
import { redrivePreview } from './held-answers.js';
import { heldFilter } from './held-filter.js';
import { HeldRedrives, type RedrivePreview } from './held-redrives.js';

const filter = heldFilter.safeExtend({ state: z.enum(['dead', 'waiting']).optional().describe('Dead ones by default.') });
const order = batchOrder(filter).extend({
  force: z.boolean().default(false).describe('Redrives also what came back three times with the same cause.'),
});

/** Where operators redrive many held messages at once: what a filter selects, at a pace. */
@ApiTags('held messages')
@Controller('admin/held/batches')
@Operator()
export class HeldBatchesController {
  constructor(private readonly redrives: HeldRedrives) {}

  /**
   * Redrives what the filter selects at this moment, one after another; a dry run only tells what that is. The same order
   * sent again under the same `id` is answered with its batch.
   */
  @Post()
  @Answers(200, 'Of a dry run: what would be redriven.', redrivePreview)
  @Answers(202, 'It is under way, or has been ordered before; `Location` leads to it.', batchSummary)
  async create(
    @JsonBody(order) { dryRun, ...wanted }: z.output<typeof order>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedrivePreview | BatchSummary> {
    if (dryRun) {
      reply.status(200);
      return this.redrives.preview(wanted.filter);
    }
    const batch = await this.redrives.order(wanted);
    reply.status(202).header('location', `/admin/held/batches/${batch.id}`);
    return batch;
  }

  @Get()
  @Answers(200, 'One page, the latest first.', batchPage)
  list(@CheckedQuery(batchQuery) page: z.output<typeof batchQuery>): Promise<Page<BatchSummary>> {
    return this.redrives.desk.list(page);
  }

  @Get(':id')
  @Answers(200, 'How far it has come.', batchSummary)
  get(@Param('id') id: string): Promise<BatchSummary> {
    return this.redrives.desk.get(id);
  }

  /** Lists what a batch acts upon, in its order. */
  @Get(':id/items')
  @Answers(200, 'One page, in the order of the batch.', batchItems)
  items(
    @Param('id') id: string,
    @CheckedQuery(batchItemQuery) { state, ...page }: z.output<typeof batchItemQuery>,
  ): Promise<Page<BatchItemSummary>> {
    return this.redrives.desk.items(id, { state }, page);
  }

  /** Redrives nothing more; what was redriven stays so. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Answers(200, 'It is cancelled.', batchSummary)
  cancel(
    @Param('id') id: string,
    @JsonBody(batchCancel) { by, reason }: z.output<typeof batchCancel>,
  ): Promise<BatchSummary> {
    return this.redrives.desk.cancel(id, by, reason);
  }
}
