import { diagramOf, SagaDirection, SagaReader, SagaStatus, type SagaHistoryEntry, type SagaSummary } from '@kervan/saga';
import { actBy, Answers, CheckedQuery, JsonBody, Operator, type Page, paging, problem } from '@kervan/service-host';
import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { orderToInvoice } from '../order-to-invoice/order-to-invoice.saga.js';
import type { ActTaken, Reason } from './act-order.js';
import { SagaActs } from './saga-acts.js';
import { actTaken, sagaPage, sagaWithHistory } from './saga-answers.js';

const text = z.string().trim().min(1).max(500);
const query = z.strictObject({
  status: z.enum(SagaStatus).optional().describe('Default: all that have not ended.'),
  orderNumber: text.optional().describe('Also finds what has ended.'),
  step: text.optional().describe('The current step.'),
  code: text.optional().describe('Why a person is asked.'),
  direction: z.enum(SagaDirection).optional(),
  ...paging,
});
const reason = z.strictObject(actBy);
const decision = reason.extend({
  seen: z
    .strictObject({
      revision: z.int().min(1).optional().describe('The order’s `revision`: nothing at all has come for it since.'),
      code: text.optional().describe('Its `code`: a person is still asked for this reason.'),
    })
    .optional()
    .describe('How the order stood when this was decided. If it has moved on, the answer is 409 `moved-on`.'),
});
const skipping = decision.extend({
  step: text.optional().describe('The step that is meant; default: the current one.'),
  facts: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('What the step would have brought, such as the number of the document made by hand.'),
});
const amendment = decision.extend({ mergePatch: z.record(z.string(), z.unknown()) });
const TAKEN = 'It is carried out at the turn of the saga.';

/** Where operators look at orders on their way and help them on. Shows nothing personal. */
@ApiTags('sagas')
@Controller('admin/sagas')
@Operator()
export class SagasController {
  constructor(
    private readonly sagas: SagaReader,
    private readonly acts: SagaActs,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Sagas with the steps that remain, the one that has not moved for longest first' })
  @Answers(200, 'One page.', sagaPage)
  list(@CheckedQuery(query) { limit, after, ...filter }: z.output<typeof query>): Promise<Page<SagaSummary>> {
    return this.sagas.list(filter, { limit, after });
  }

  @Get('diagram')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'The saga as a Mermaid state diagram' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  diagram(): string {
    return diagramOf(orderToInvoice);
  }

  @Get(':orderId')
  @ApiOperation({ summary: 'One saga with everything that it took and what that led to' })
  @Answers(200, 'The saga.', sagaWithHistory)
  async get(@Param('orderId') orderId: string): Promise<SagaSummary & { history: SagaHistoryEntry[] }> {
    const saga = await this.sagas.find(idOf(orderId));
    if (!saga) throw problem('not-found');
    return { ...saga, history: await this.sagas.history(saga.orderId) };
  }

  @Post(':orderId/pause')
  @HttpCode(202)
  @ApiOperation({ summary: 'Sends nothing more for the order; what comes is recorded all the same' })
  @Answers(202, TAKEN, actTaken)
  pause(@Param('orderId') orderId: string, @JsonBody(reason) who: Reason): Promise<ActTaken> {
    return this.acts.take(idOf(orderId), { act: 'pause' }, who);
  }

  @Post(':orderId/resume')
  @HttpCode(202)
  @ApiOperation({ summary: 'Lets a paused order go on from what was recorded meanwhile' })
  @Answers(202, TAKEN, actTaken)
  resume(@Param('orderId') orderId: string, @JsonBody(reason) who: Reason): Promise<ActTaken> {
    return this.acts.take(idOf(orderId), { act: 'resume' }, who);
  }

  @Post(':orderId/retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Has the current step tried again' })
  @Answers(202, TAKEN, actTaken)
  retry(
    @Param('orderId') orderId: string,
    @JsonBody(decision) { seen, ...who }: z.output<typeof decision>,
  ): Promise<ActTaken> {
    return this.acts.take(idOf(orderId), { act: 'retry', seen }, who);
  }

  @Post(':orderId/skip')
  @HttpCode(202)
  @ApiOperation({ summary: 'Counts the current step, or its undo, as done by a person, once it cannot happen any more' })
  @Answers(202, TAKEN, actTaken)
  skip(
    @Param('orderId') orderId: string,
    @JsonBody(skipping) { step, facts, seen, ...who }: z.output<typeof skipping>,
  ): Promise<ActTaken> {
    return this.acts.take(idOf(orderId), { act: 'skip', step, facts, seen }, who);
  }

  @Post(':orderId/amend')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Corrects the order by a JSON Merge Patch (RFC 7396) and has the failed step tried again',
    description: 'What the sales order in the ERP holds of it is not corrected once that step is done, or may be.',
  })
  @Answers(202, TAKEN, actTaken)
  amend(
    @Param('orderId') orderId: string,
    @JsonBody(amendment) { mergePatch, seen, ...who }: z.output<typeof amendment>,
  ): Promise<ActTaken> {
    return this.acts.take(idOf(orderId), { act: 'amend', mergePatch, seen }, who);
  }
}

/** @throws {Problem} `not-found` for what is no id: no order has it. */
function idOf(orderId: string): string {
  const { success, data } = z.uuid().safeParse(orderId);
  if (!success) throw problem('not-found');
  return data.toLowerCase();
}
