import { Controller, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { actBy, Answers, JsonBody, Operator } from '@kervan/service-host';
import { z } from 'zod';
import { type StuckOutput, StuckOutputs } from './stuck-outputs.js';

const stuckOutput = z.object({
  id: z.string(),
  topic: z.string(),
  messageId: z.uuid(),
  cause: z.string().describe("The broker's own name of the error."),
  createdAt: z.iso.datetime(),
  waiting: z.int().describe('How many later records of its key wait.'),
});

const act = z.strictObject(actBy);

/** Where operators look at records that the broker refuses, and have them sent again once the cause is gone. */
@ApiTags('outbox')
@Controller('admin/outbox/stuck')
@Operator()
export class OutboxController {
  constructor(private readonly stuck: StuckOutputs) {}

  /** The oldest hundred, each with how many records wait behind it. */
  @Get()
  @Answers(200, 'The oldest hundred.', z.object({ items: z.array(stuckOutput) }))
  async list(): Promise<{ items: StuckOutput[] }> {
    return { items: await this.stuck.list() };
  }

  /** Has a record sent again, and what waits behind it. `released` is false when it was not stuck: then nothing was done. */
  @Post(':id/release')
  @HttpCode(202)
  @Answers(202, 'Whether it was stuck, and is sent again.', z.object({ released: z.boolean() }))
  async release(
    @Param('id', ParseIntPipe) id: number,
    @JsonBody(act) body: z.output<typeof act>,
  ): Promise<{ released: boolean }> {
    return { released: await this.stuck.release(String(id), body) };
  }
}
