import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { JsonBody, Operator, problem, type RefuseBody } from '@kervan/service-host';
import { z } from 'zod';
import { heldProblem } from './held.problems.js';
import { type HeldDetails, HeldMessages, type HeldSummary } from './held-messages.js';
import { HeldState } from './held-message.js';

const text = z.string().trim().min(1).max(500);
const query = z.object({
  state: z.enum(HeldState).optional(),
  topic: text.optional(),
  key: text.optional(),
  cause: text.optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const redrive = z.strictObject({ by: text, reason: text.optional() });
const discard = z.strictObject({ by: text, reason: text });
/** Where operators look at held messages and decide about them. Personal fields are masked. */
@ApiTags('held messages')
@Controller('admin/held')
@Operator()
export class HeldController {
  constructor(private readonly held: HeldMessages) {}

  /** Lists held messages, the latest first. */
  @Get()
  list(@Query() params: Record<string, string>): Promise<{ items: HeldSummary[]; next?: string }> {
    const { success, data, error } = query.safeParse(params);
    if (!success) {
      const errors = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw problem('validation-failed', { errors: errors.map((detail) => ({ code: 'invalid-parameter', detail })) });
    }
    const { limit, after, ...filter } = data;
    return this.held.list(filter, after === undefined ? { limit } : { limit, after });
  }

  @Get(':id')
  get(@Param('id') id: string): Promise<HeldDetails> {
    return this.held.get(id);
  }

  /** Lets a held message run again as soon as it is the first of its key. */
  @Post(':id/redrive')
  @HttpCode(202)
  redrive(@Param('id') id: string, @JsonBody(redrive) body: z.output<typeof redrive>): Promise<HeldDetails> {
    return this.held.redrive(id, body.by, body.reason);
  }

  /** Gives a held message up for good. */
  @Post(':id/discard')
  @HttpCode(200)
  discard(
    @Param('id') id: string,
    @JsonBody(discard, refuseDiscard) body: z.output<typeof discard>,
  ): Promise<HeldDetails> {
    return this.held.discard(id, body.by, body.reason);
  }
}

function refuseDiscard(errors: Parameters<RefuseBody>[0]): ReturnType<RefuseBody> {
  return errors.some(({ pointer }) => pointer === '#/reason')
    ? heldProblem('reason-required', { errors })
    : problem('validation-failed', { errors });
}
