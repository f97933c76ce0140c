import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { actBy, Answers, CheckedQuery, JsonBody, Operator } from '@kervan/service-host';
import { z } from 'zod';
import { CallState } from '../call/call-state.js';
import { callDetails, callPage } from './call-answers.js';
import type { CallDetails, CallSummary } from './call-queries.js';
import { CallRegister } from './call-register.js';
import { Decision } from './decision.js';

const text = z.string().trim().min(1).max(500);
const query = z.strictObject({
  state: z.enum(CallState).optional(),
  target: text.optional(),
  orderKey: text.optional(),
  after: z.string().regex(/^\d{1,18}$/).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const decision = z.strictObject({
  decision: z.enum(Decision).describe('With `repeat` a call stays unknown until it is answered, where a repeat is known as such.'),
  ...actBy,
  result: z.unknown().optional(),
});

/** Where operators look at outgoing calls and decide about open ones. Personal fields are masked. */
@ApiTags('outgoing calls')
@Controller('admin/calls')
@Operator()
export class CallsController {
  constructor(private readonly calls: CallRegister) {}

  /** Lists outgoing calls, the latest first; `next` is the `after` of the next page. */
  @Get()
  @Answers(200, 'One page, the latest first.', callPage)
  async list(
    @CheckedQuery(query) { limit, after, ...filter }: z.output<typeof query>,
  ): Promise<{ items: CallSummary[]; next?: string }> {
    const items = await this.calls.list(filter, after === undefined ? { limit } : { limit, after });
    const last = items.at(-1);
    return items.length < limit || !last ? { items } : { items, next: last.id };
  }

  @Get(':id')
  @Answers(200, 'A call with the states it went through and all that was tried and decided.', callDetails)
  get(@Param('id') id: string): Promise<CallDetails> {
    return this.calls.get(id);
  }

  /** Decides about a call that has not ended: what an unknown one came to, or what becomes of one that waits. */
  @Post(':id/decision')
  @HttpCode(200)
  @Answers(200, 'The call after the decision.', callDetails)
  decide(@Param('id') id: string, @JsonBody(decision) body: z.output<typeof decision>): Promise<CallDetails> {
    return this.calls.decide(id, body);
  }
}
