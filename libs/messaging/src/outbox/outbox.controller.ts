import { Controller, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operator } from '@kervan/service-host';
import { type StuckOutput, StuckOutputs } from './stuck-outputs.js';

/** Where operators look at records that the broker refuses, and have them sent again once the cause is gone. */
@ApiTags('outbox')
@Controller('admin/outbox/stuck')
@Operator()
export class OutboxController {
  constructor(private readonly stuck: StuckOutputs) {}

  /** The oldest hundred, each with how many records wait behind it. */
  @Get()
  async list(): Promise<{ items: StuckOutput[] }> {
    return { items: await this.stuck.list() };
  }

  /** Has a record sent again, and what waits behind it. `released` is false when it was not stuck. */
  @Post(':id/release')
  @HttpCode(202)
  async release(@Param('id', ParseIntPipe) id: number): Promise<{ released: boolean }> {
    return { released: await this.stuck.release(String(id)) };
  }
}
