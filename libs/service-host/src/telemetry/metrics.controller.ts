import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AnyAddress } from '../http/allow-list.js';
import { problem } from '../problem/platform.problems.js';
import { telemetry } from './telemetry-handle.js';

/** Serves all metrics of the process in Prometheus text format; 404 where telemetry was not preloaded. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  @Get()
  @AnyAddress()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  async metrics(): Promise<string> {
    const started = telemetry();
    if (!started) throw problem('not-found');
    return started.metrics();
  }
}
