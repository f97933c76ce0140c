import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { JsonBody, openApiSchema, Operator, problem } from '@kervan/service-host';
import { z } from 'zod';
import { CallState } from '../call/call-state.js';
import type { CallDetails, CallSummary } from './call-queries.js';
import { CallRegister, Decision } from './call-register.js';

const text = z.string().trim().min(1).max(500);
const query = z.object({
  state: z.enum(CallState).optional(),
  target: text.optional(),
  orderKey: text.optional(),
  after: z.string().regex(/^\d{1,18}$/).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const decision = z.strictObject({ decision: z.enum(Decision), by: text, reason: text, result: z.unknown().optional() });

/** Where operators look at outgoing calls and decide about unknown outcomes. Personal fields are masked. */
@ApiTags('outgoing calls')
@Controller('admin/calls')
@Operator()
export class CallsController {
  constructor(private readonly calls: CallRegister) {}

  /** Lists outgoing calls, the latest first; `next` is the `after` of the next page. */
  @Get()
  async list(@Query() params: Record<string, string>): Promise<{ items: CallSummary[]; next?: string }> {
    const { success, data, error } = query.safeParse(params);
    if (!success) {
      const details = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw problem('validation-failed', { errors: details.map((detail) => ({ code: 'invalid-parameter', detail })) });
    }
    const { limit, after, ...filter } = data;
    const items = await this.calls.list(filter, after === undefined ? { limit } : { limit, after });
    const last = items.at(-1);
    return items.length < limit || !last ? { items } : { items, next: last.id };
  }

  @Get(':id')
  get(@Param('id') id: string): Promise<CallDetails> {
    return this.calls.get(id);
  }

  /** Decides about a call whose outcome is unknown. */
  @Post(':id/decision')
  @HttpCode(200)
  @ApiBody({ schema: openApiSchema(decision) })
  decide(@Param('id') id: string, @JsonBody(decision) body: z.output<typeof decision>): Promise<CallDetails> {
    return this.calls.decide(id, body);
  }
}
