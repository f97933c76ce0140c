import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { actBy, Answers, JsonBody, Operator } from '@kervan/service-host';
import { z } from 'zod';
import { shownPause, targetDetails, targetList } from './target-answers.js';
import { type TargetDetails, TargetRegister } from './target-register.js';

const act = z.strictObject(actBy);
const pause = act.extend({
  until: z.iso
    .datetime()
    .refine((until) => Date.parse(until) > Date.now(), { error: 'must lie ahead' })
    .optional()
    .describe('When it ends by itself; left out, it ends when a person resumes the target.'),
  seen: shownPause
    .optional()
    .describe('The `pause` that this one replaces, as it was shown. While another one holds, the answer is 409 `target-already-paused`.'),
});

/** Where operators look at the systems that are called, and keep calls from them for a while. */
@ApiTags('outgoing calls')
@Controller('admin/targets')
@Operator()
export class TargetsController {
  constructor(private readonly targets: TargetRegister) {}

  /** Lists the systems that this service calls, with what waits for each. */
  @Get()
  @Answers(200, 'All of them.', targetList)
  async list(): Promise<{ items: TargetDetails[] }> {
    return { items: await this.targets.list() };
  }

  /** Keeps all calls from a target, in every replica, until it is resumed or the time is over. Costs no attempt. */
  @Post(':name/pause')
  @HttpCode(200)
  @Answers(200, 'The target, paused.', targetDetails)
  pause(@Param('name') name: string, @JsonBody(pause) { until, seen, ...by }: z.output<typeof pause>): Promise<TargetDetails> {
    return this.targets.pause(name, by, { until, seen });
  }

  /** Ends a pause; what waited goes out by itself. */
  @Post(':name/resume')
  @HttpCode(200)
  @Answers(200, 'The target, no longer paused.', targetDetails)
  resume(@Param('name') name: string, @JsonBody(act) body: z.output<typeof act>): Promise<TargetDetails> {
    return this.targets.resume(name, body);
  }
}
