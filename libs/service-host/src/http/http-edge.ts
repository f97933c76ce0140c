import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { ServiceConfig } from '../config/service-config.js';
import { problem } from '../problem/platform.problems.js';
import { problemBody } from '../problem/problem-body.js';
import { addAllowList } from './allow-list.js';
import { addBodyIntake, type BodyRules } from './body-intake.js';
import { KnownRoutes } from './known-routes.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { addRequestContext } from './request-context.hook.js';
import { RequestLimits } from './request-limits.js';

const REQUEST_TIMEOUT_MS = 15_000;

export interface HttpOptions {
  /** How long a request may take to arrive, headers and body; 15,000 ms by default. */
  readonly requestTimeoutMs?: number;
  /** What request bodies may be; by default JSON of at most 256 KiB. */
  readonly body?: BodyRules;
}

const jsonBodies: BodyRules = { limitBytes: 256 * 1024, mediaTypes: ['application/json'] };

export interface HttpEdge {
  readonly filter: ProblemFilter;
  readonly limits: RequestLimits;
  /** From the moment `draining` is true, every answer ends its connection. */
  drainWhen(draining: () => boolean): void;
}

/** Options of the Fastify instance: every answer to a request that reaches no route is a problem too. */
export function edgeOptions(config: ServiceConfig, options: HttpOptions): Record<string, unknown> {
  const requestTimeout = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  return {
    requestTimeout,
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: requestTimeout / 3 },
    return503OnClosing: false,
    exposeHeadRoutes: true,
    frameworkErrors: (error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) => {
      const code = error.statusCode === 414 ? 'uri-too-long' : 'malformed-request';
      sendProblem(request, reply, problem(code), config.problemTypeBase);
    },
    clientErrorHandler: (error: Error & { code?: string }, socket: Socket) => {
      answerRaw(socket, error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : 'malformed-request', config);
    },
  };
}

/** Adds to a new Fastify instance what every request passes before its handler, and how it is refused. */
export function addHttpEdge(
  fastify: FastifyInstance,
  config: ServiceConfig,
  options: HttpOptions,
  logger: Logger,
): HttpEdge {
  const rules = options.body ?? jsonBodies;
  let draining = (): boolean => false;
  const routes = new KnownRoutes(fastify);
  addRequestContext(fastify);
  addAllowList(fastify, config.edge);
  addBodyIntake(fastify, rules);
  fastify.addHook('onRequest', (request, _reply, done) => {
    // no text of ours can hold it, nor any column: neither in a path nor in a query
    done(request.url.includes('%00') ? problem('malformed-request', { detail: 'The address holds a NUL.' }) : undefined);
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (draining()) void reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.debug(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
  return {
    filter: new ProblemFilter(config.problemTypeBase, routes),
    limits: new RequestLimits(fastify, config.edge),
    drainWhen: (check) => {
      draining = check;
    },
  };
}

function answerRaw(socket: Socket, code: 'request-timeout' | 'malformed-request', config: ServiceConfig): void {
  if (!socket.writable) return void socket.destroy();
  const answer = problem(code);
  const requestId = uuidv7();
  const body = JSON.stringify(problemBody(answer, { requestId, correlationId: requestId }, config.problemTypeBase));
  socket.end(
    [
      `HTTP/1.1 ${answer.kind.status} ${code}`,
      'Content-Type: application/problem+json',
      `X-Correlation-Id: ${requestId}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  // the client may keep its half: what it still sent would be read, and done after all
  socket.destroySoon();
}
