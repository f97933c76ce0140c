import {
  batchCancel,
  batchItemQuery,
  batchItems,
  type BatchItemSummary,
  batchOrder,
  batchPage,
  batchQuery,
  batchSummary,
  type BatchSummary,
} from '@kervan/messaging';
import { OperatorAct, SagaDirection, SagaStatus } from '@kervan/saga';
import { Answers, CheckedQuery, JsonBody, Operator, type Page } from '@kervan/service-host';
import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ActOrder } from './act-order.js';
import { batchPreview } from './saga-answers.js';
import { type SagaBatchPreview, SagaBatches } from './saga-batches.js';

const text = z.string().trim().min(1).max(500);
const members = z.record(z.string(), z.unknown());

const filter = z.strictObject({
  status: z.enum(SagaStatus).optional().describe('Default: all that have not ended.'),
  direction: z.enum(SagaDirection).optional(),
  step: text.optional().describe('The current step.'),
  code: text.optional().describe('Why a person is asked.'),
  orderNumber: text.optional(),
});

const order = batchOrder(filter)
  .extend({
    act: z.enum(OperatorAct),
    facts: members.optional().describe('Only to skip: what the step would have brought to each order.'),
    mergePatch: members.optional().describe('Only to amend, and needed for it: the correction of each order.'),
  })
  .superRefine(({ act, facts, mergePatch, filter: { step } }, { addIssue }) => {
    const wrong = (path: string[], message: string) => addIssue({ code: 'custom', path, message });
    if (act === OperatorAct.skip && step === undefined) wrong(['filter', 'step'], 'say which step is skipped');
    if (act !== OperatorAct.skip && facts !== undefined) wrong(['facts'], 'only to skip');
    if ((act === OperatorAct.amend) !== (mergePatch !== undefined)) wrong(['mergePatch'], 'to amend, and only then');
  });

/** Where operators act on many orders at once: on what a filter selects, at a pace. */
@ApiTags('sagas')
@Controller('admin/sagas/batches')
@Operator()
export class SagaBatchesController {
  constructor(private readonly batches: SagaBatches) {}

  @Post()
  @ApiOperation({ summary: 'Acts on every order that the filter selects now, at a pace; a dry run only tells which they are' })
  @Answers(200, 'Of a dry run: what would be acted upon.', batchPreview)
  @Answers(202, 'It is under way; `Location` leads to it.', batchSummary)
  async create(
    @JsonBody(order) { dryRun, act, facts, mergePatch, ...wanted }: z.output<typeof order>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SagaBatchPreview | BatchSummary> {
    if (dryRun) {
      reply.status(200);
      return this.batches.preview(wanted.filter);
    }
    const batch = await this.batches.order({ ...wanted, act: actOf(act, wanted.filter.step, facts, mergePatch) });
    reply.status(202).header('location', `/admin/sagas/batches/${batch.id}`);
    return batch;
  }

  @Get()
  @ApiOperation({ summary: 'Batches, the latest first' })
  @Answers(200, 'One page, the latest first.', batchPage)
  list(@CheckedQuery(batchQuery) page: z.output<typeof batchQuery>): Promise<Page<BatchSummary>> {
    return this.batches.desk.list(page);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One batch and how far it has come' })
  @Answers(200, 'How far it has come.', batchSummary)
  get(@Param('id') id: string): Promise<BatchSummary> {
    return this.batches.desk.get(id);
  }

  @Get(':id/items')
  @ApiOperation({ summary: 'The orders of a batch, with what became of each' })
  @Answers(200, 'One page, in the order of the batch.', batchItems)
  items(
    @Param('id') id: string,
    @CheckedQuery(batchItemQuery) { state, ...page }: z.output<typeof batchItemQuery>,
  ): Promise<Page<BatchItemSummary>> {
    return this.batches.desk.items(id, { state }, page);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Acts on nothing more; what was done stays done' })
  @Answers(200, 'It is cancelled.', batchSummary)
  cancel(
    @Param('id') id: string,
    @JsonBody(batchCancel) { by, reason }: z.output<typeof batchCancel>,
  ): Promise<BatchSummary> {
    return this.batches.desk.cancel(id, by, reason);
  }
}

function actOf(act: OperatorAct, step?: string, facts: object = {}, mergePatch: object = {}): ActOrder {
  if (act === OperatorAct.skip) return { act, step, facts };
  return act === OperatorAct.amend ? { act, mergePatch } : { act };
}
