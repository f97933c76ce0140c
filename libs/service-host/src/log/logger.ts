import { trace } from '@opentelemetry/api';
import { Logger as NestPinoLogger, PinoLogger } from 'nestjs-pino';
import { type DestinationStream, type Logger, pino } from 'pino';
import { currentContext } from '../context/request-context.js';

/** Names of fields whose values are never written, at whatever depth pino's paths reach. */
const secret = ['authorization', 'password', 'secret', 'token', 'operatorKey', 'apiKey', 'databaseUrl'];
const personal = ['buyer', 'taxId', 'firstName', 'familyName', 'email', 'phone', 'address', 'iban'];

const redacted = [...secret, ...personal].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * A logger that writes one JSON object a line, each with service, correlationId and traceId where there is one.
 *
 * Secrets and personal fields are masked by name; free text is the writer's duty. pino escapes control characters, so a
 * value cannot forge a line.
 */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redacted, censor: '***' },
    serializers: { err: errorLine },
    mixin: contextFields,
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Lets Nest's own `Logger` write through a pino logger. */
export function nestLogger(logger: Logger): NestPinoLogger {
  const params = { pinoHttp: { logger } };
  return new NestPinoLogger(new PinoLogger(params), params);
}

function contextFields(): Record<string, string> {
  const context = currentContext();
  const span = trace.getActiveSpan()?.spanContext();
  return {
    ...(context && { correlationId: context.correlationId, requestId: context.requestId }),
    ...(span && { traceId: span.traceId, spanId: span.spanId }),
  };
}

/** Keeps what leads to the cause; drops what drivers attach, such as the values of a failed row. */
function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: error.name,
    code,
    message: error.message,
    stack: error.stack,
    cause: error.cause && errorLine(error.cause),
  };
}
