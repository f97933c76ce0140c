import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../problem/platform.problems.js';
import { problemBody } from '../problem/problem-body.js';
import { Problem } from '../problem/problem.js';
import { isDatabaseUnavailable } from './database-unavailable.js';
import { problemCount } from './http-metrics.js';
import type { KnownRoutes } from './known-routes.js';
import { contextOf } from './request-context.hook.js';

/**
 * Answers every exception of an HTTP request as `application/problem+json`; the only place that does.
 *
 * A {@link Problem} is sent as it is. What Nest and Fastify throw becomes the catalogue's entry of that status. An
 * unreachable database becomes 503. Anything else is logged with its stack and answered 500 without a word of it.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(
    private readonly typeBase: string,
    private readonly routes: KnownRoutes,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const request = http.getRequest<FastifyRequest>();
    const answer = this.problemOf(exception, request);
    if (answer.kind.status >= 500) this.logger.error({ msg: answer.kind.title, code: answer.code, err: exception });
    sendProblem(request, reply, answer, this.typeBase);
  }

  private problemOf(exception: unknown, request: FastifyRequest): Problem {
    if (exception instanceof Problem) return exception;
    const status = statusOf(exception);
    if (status === 404 && request.is404) return this.routes.refusal(request.method, request.url);
    if (status !== undefined && status < 500) return problem(kindsByStatus[status] ?? 'request-refused');
    if (status === 503 || isDatabaseUnavailable(exception)) {
      return problem('dependency-unavailable', { headers: { 'retry-after': '5' }, cause: exception });
    }
    return problem('internal-error', { cause: exception });
  }
}

/** Writes a problem as the answer to a request, and counts it. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, answer: Problem, typeBase: string): void {
  const context = contextOf(request);
  const body = problemBody(answer, context, typeBase);
  problemCount.add(1, { code: answer.code });
  void reply
    .status(answer.kind.status)
    .headers({ ...answer.options.headers, 'cache-control': 'no-store', 'x-correlation-id': context.correlationId })
    .header('content-type', 'application/problem+json')
    .serializer(JSON.stringify)
    .send(body);
}

function statusOf(exception: unknown): number | undefined {
  if (exception instanceof HttpException) return exception.getStatus();
  if (exception instanceof Error && 'statusCode' in exception && typeof exception.statusCode === 'number') {
    return exception.statusCode;
  }
  return undefined;
}

const kindsByStatus: Readonly<Record<number, keyof typeof problem.kinds>> = {
  401: 'invalid-token',
  404: 'not-found',
  408: 'request-timeout',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  429: 'rate-limited',
};
