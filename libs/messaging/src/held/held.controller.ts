import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers, CheckedQuery, JsonBody, Operator, problem, type RefuseBody } from '@kervan/service-host';
import { z } from 'zod';
import { heldDetails, heldPage } from './held-answers.js';
import { heldProblem } from './held.problems.js';
import { type HeldDetails, HeldMessages, type HeldSummary } from './held-messages.js';
import { HeldState } from './held-message.js';

const text = z.string().trim().min(1).max(500);
const query = z.strictObject({
  state: z.enum(HeldState).optional(),
  topic: text.optional(),
  key: text.optional(),
  cause: text.optional().describe('Code of the last failure.'),
  after: z.uuid().optional().describe('`next` of the page before.'),
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
  @Answers(200, 'One page, the latest first.', heldPage)
  list(
    @CheckedQuery(query) { limit, after, ...filter }: z.output<typeof query>,
  ): Promise<{ items: HeldSummary[]; next?: string }> {
    return this.held.list(filter, after === undefined ? { limit } : { limit, after });
  }

  @Get(':id')
  @Answers(200, 'A held message with its content.', heldDetails)
  get(@Param('id') id: string): Promise<HeldDetails> {
    return this.held.get(id);
  }

  /** Lets a held message run again as soon as it is the first of its key. */
  @Post(':id/redrive')
  @HttpCode(202)
  @Answers(202, 'It runs again at its turn.', heldDetails)
  redrive(@Param('id') id: string, @JsonBody(redrive) body: z.output<typeof redrive>): Promise<HeldDetails> {
    return this.held.redrive(id, body.by, body.reason);
  }

  /** Gives a held message up for good. */
  @Post(':id/discard')
  @HttpCode(200)
  @Answers(200, 'It is given up.', heldDetails)
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
