import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { actBy, Answers, CheckedQuery, coded, JsonBody, Operator, paging, problem, type RefuseBody } from '@kervan/service-host';
import { z } from 'zod';
import { heldCauses, heldDetails, heldPage } from './held-answers.js';
import type { HeldChange } from './held-editor.js';
import { heldFilter } from './held-filter.js';
import { heldProblem } from './held.problems.js';
import { type HeldDetails, HeldMessages } from './held-messages.js';
import type { CauseCount, HeldSummary } from './held-queries.js';

const query = heldFilter.safeExtend(paging);
const act = z.strictObject(actBy);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const edit = z
  .strictObject({
    ...actBy,
    mergePatch: z.record(z.string(), z.unknown()).optional().describe('RFC 7396, on the record as it is shown.'),
    value: z.record(z.string(), z.unknown()).optional().describe('The whole record, in place of a patch.'),
    seen: sha256.nullable().optional().describe('`sha256` of what was seen: refused if that differs now.'),
  })
  .refine(({ mergePatch, value }) => (mergePatch === undefined) !== (value === undefined), {
    path: ['mergePatch'], error: coded('invalid-field', 'either `mergePatch` or `value`'),
  });

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
    return this.held.list(filter, { limit, after });
  }

  /** Counts held messages by cause, the most frequent first: open ones, unless a state is asked for. */
  @Get('causes')
  @Answers(200, 'The two hundred most frequent.', heldCauses)
  async causes(@CheckedQuery(heldFilter) filter: z.output<typeof heldFilter>): Promise<{ items: CauseCount[] }> {
    return { items: await this.held.causes(filter) };
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
  redrive(@Param('id') id: string, @JsonBody(act, refuse) body: z.output<typeof act>): Promise<HeldDetails> {
    return this.held.redrive(id, body);
  }

  /** Gives a held message up for good. */
  @Post(':id/discard')
  @HttpCode(200)
  @Answers(200, 'It is given up.', heldDetails)
  discard(@Param('id') id: string, @JsonBody(act, refuse) body: z.output<typeof act>): Promise<HeldDetails> {
    return this.held.discard(id, body);
  }

  /** Changes a held message's content, keeps the one that it came with, and lets it run again. */
  @Post(':id/edit')
  @HttpCode(202)
  @Answers(202, 'It runs again at its turn, with its new content.', heldDetails)
  edit(@Param('id') id: string, @JsonBody(edit, refuse) body: z.output<typeof edit>): Promise<HeldDetails> {
    const { by, reason, mergePatch, value, seen } = body;
    const change: HeldChange = mergePatch === undefined ? { value } : { mergePatch };
    return this.held.edit(id, { ...change, seen }, { by, reason });
  }
}

function refuse(errors: Parameters<RefuseBody>[0]): ReturnType<RefuseBody> {
  return errors.some(({ pointer }) => pointer === '#/reason')
    ? heldProblem('reason-required', { errors })
    : problem('validation-failed', { errors });
}
