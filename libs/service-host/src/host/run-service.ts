import type { Logger } from 'pino';
import type { ServiceConfig } from '../config/service-config.js';
import { createLogger } from '../log/logger.js';
import { telemetry } from '../telemetry/telemetry-handle.js';
import type { AppModule } from './host.module.js';
import { type HostOptions, type RunningService, startService } from './service-host.js';

const STOP_LIMIT_MS = 30_000;
const DRAIN_MS = 1_000;

export interface RunOptions extends Omit<HostOptions, 'onFailure'> {
  /** After this long an ordered stop is given up and the process exits with 1; 30,000 ms by default. */
  readonly stopLimitMs?: number;
}

/**
 * Runs one service as the whole of this process, until SIGTERM or SIGINT.
 *
 * Telemetry must have been preloaded (`--import @kervan/service-host/telemetry`). On the first signal: for a second
 * readiness 503, and every answer the last one on its connection; then HTTP (at most 10 s more), consumers, workers, sender,
 * database, telemetry, exit 0; exit 1 when all that takes over 30 s. A failed start, a part that ends for good and an error that
 * nobody caught end the process with 1, after the same stop. A signal during the start ends it at once.
 */
export async function runService(app: AppModule, config: ServiceConfig, options: RunOptions = {}): Promise<void> {
  const logger = options.logger ?? createLogger(config.serviceName, config.logLevel);
  let running: RunningService | undefined;
  let ending: Promise<void> | undefined;
  const end = (exitCode: number): void => {
    ending ??= endProcess(exitCode, running, logger, options.stopLimitMs ?? STOP_LIMIT_MS);
  };
  process.once('SIGTERM', () => end(0));
  process.once('SIGINT', () => end(0));
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'an error that nobody caught');
    end(1);
  });
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'a rejection that nobody caught');
    end(1);
  });
  try {
    if (!telemetry()) throw new Error('start node with --import @kervan/service-host/telemetry');
    const onFailure = (error: Error): void => {
      logger.fatal({ err: error }, 'a part has ended for good');
      end(1);
    };
    running = await startService(app, config, { drainMs: DRAIN_MS, ...options, logger, onFailure });
    logger.info({ url: running.url }, 'service is ready');
  } catch (error) {
    logger.fatal({ err: error }, 'service did not start');
    end(1);
  }
}

async function endProcess(
  exitCode: number,
  running: RunningService | undefined,
  logger: Logger,
  limitMs: number,
): Promise<void> {
  // It keeps the process alive: with an empty event loop Node would exit with 0 before the stop is done.
  setTimeout(() => {
    logger.fatal(`not stopped within ${limitMs} ms`);
    process.exit(1);
  }, limitMs);
  await running?.stop();
  await telemetry()?.shutdown();
  logger.flush();
  process.exit(exitCode);
}
