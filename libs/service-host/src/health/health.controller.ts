import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnyAddress } from '../http/allow-list.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { HealthRegistry, type HealthReport } from './health-registry.js';

/** Answers the probes: 200 when well, 503 with the failing checks otherwise. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Get('live')
  @AnyAddress()
  async live(@Res() reply: FastifyReply): Promise<void> {
    await answer(reply, await this.registry.isLive());
  }

  @Get('ready')
  @AnyAddress()
  async ready(@Res() reply: FastifyReply): Promise<void> {
    if (this.lifecycle.draining) return answer(reply, unwell('draining'));
    if (!this.lifecycle.running) return answer(reply, unwell('starting'));
    await answer(reply, await this.registry.isReady());
  }

  @Get('startup')
  @AnyAddress()
  async startup(@Res() reply: FastifyReply): Promise<void> {
    await answer(reply, this.lifecycle.running ? { ok: true, checks: {} } : unwell('starting'));
  }
}

function unwell(reason: string): HealthReport {
  return { ok: false, checks: { service: { ok: false, reason } } };
}

async function answer(reply: FastifyReply, report: HealthReport): Promise<void> {
  await reply
    .status(report.ok ? 200 : 503)
    .header('cache-control', 'no-store')
    .send({ status: report.ok ? 'ok' : 'unavailable', checks: report.checks });
}
