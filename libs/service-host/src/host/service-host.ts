import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy, MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { ServiceConfig } from '../config/service-config.js';
import { addOpenApi } from '../docs-page/open-api.js';
import { addHttpEdge, edgeOptions, type HttpOptions } from '../http/http-edge.js';
import { ReadBody } from '../http/unread-body.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { createLogger, nestLogger } from '../log/logger.js';
import { closerOf } from './close-server.js';
import { type AppModule, HostModule } from './host.module.js';
import { TRANSPORT_STRATEGY } from './transport-strategy.token.js';

/** A handler's transaction ends within 10 s; the rest of an ordered stop has its time after them. */
const CLOSING = { arrivalMs: 1_000, handlingMs: 10_000 };

export interface HostOptions extends HttpOptions {
  readonly logger?: Logger;
  /**
   * How long a stopping service goes on answering, each answer ending its connection, before it takes nothing more:
   * callers with an open connection leave it between two requests, not in the middle of one. 0 ms by default.
   */
  readonly drainMs?: number;
  /** Called when a part of the running service has ended for good; by default the service is stopped. */
  readonly onFailure?: (error: Error) => void;
}

/** A service that runs in this process. */
export interface RunningService {
  readonly app: NestFastifyApplication;
  /** Where it listens: `http://127.0.0.1:4101`. */
  readonly url: string;
  /** Stops it in the order of the Lifecycle; resolves when nothing of it is left. */
  stop(): Promise<void>;
}

/**
 * Starts a service in this process and resolves once it takes work.
 *
 * When a part fails to start, what had started is stopped again and the failure is thrown. Does not handle signals.
 */
export async function startService(
  appModule: AppModule,
  config: ServiceConfig,
  options: HostOptions = {},
): Promise<RunningService> {
  const logger = options.logger ?? createLogger(config.serviceName, config.logLevel);
  const adapter = new FastifyAdapter(edgeOptions(config, options));
  const edge = addHttpEdge(adapter.getInstance(), config, options, logger);
  const app = await NestFactory.create<NestFastifyApplication>(HostModule.around(appModule, config, edge.limits), adapter, {
    bodyParser: false,
    abortOnError: false,
    bufferLogs: false,
    logger: nestLogger(logger),
  });
  app.useGlobalFilters(edge.filter);
  app.useGlobalInterceptors(new ReadBody());
  const lifecycle = app.get(Lifecycle);
  const stop = async (): Promise<void> => {
    await lifecycle.stop();
    await app.close();
  };
  lifecycle.onFailure(options.onFailure ?? (() => void stop()));
  lifecycle.onStart('http', 'server', () => listen(app, config));
  const close = closerOf(app.getHttpServer());
  lifecycle.onStop('http', 'server', async () => {
    if (!app.getHttpServer().listening) return;
    await delay(options.drainMs ?? 0);
    const { requestsCut } = await close(CLOSING);
    if (requestsCut > 0) logger.warn({ requestsCut }, `requests were not answered within ${CLOSING.handlingMs} ms of the stop`);
  });
  try {
    connectTransport(app);
    addOpenApi(app, config);
    await app.init();
    await app.startAllMicroservices();
    await lifecycle.start();
  } catch (error) {
    await stop();
    throw error;
  }
  edge.drainWhen(() => lifecycle.draining);
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://${config.host}:${port}`, stop };
}

function connectTransport(app: NestFastifyApplication): void {
  for (const { providers } of app.get(ModulesContainer).values()) {
    const strategy = providers.get(TRANSPORT_STRATEGY)?.instance as CustomTransportStrategy | undefined;
    if (strategy) return void app.connectMicroservice<MicroserviceOptions>({ strategy });
  }
}

async function listen(app: NestFastifyApplication, config: ServiceConfig): Promise<void> {
  await app.listen(config.port, config.host);
}
