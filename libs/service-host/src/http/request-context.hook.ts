import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { type RequestContext, runInContext } from '../context/request-context.js';
import { describeRequest, nameRequest } from '../telemetry/request-span.js';

const contexts = new WeakMap<object, RequestContext>();

/** A caller's correlation id is taken where it is short and plain; any other is replaced, never echoed. */
const sane = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/** The context of a request, made on first use. */
export function contextOf(request: FastifyRequest): RequestContext {
  let context = contexts.get(request.raw);
  if (!context) {
    const requestId = uuidv7();
    const given = request.headers['x-correlation-id'];
    context = { requestId, correlationId: typeof given === 'string' && sane.test(given) ? given : requestId };
    contexts.set(request.raw, context);
  }
  return context;
}

/** Runs each request in its context and names its correlation id in the answer. */
export function addRequestContext(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const context = contextOf(request);
    void reply.header('x-correlation-id', context.correlationId);
    describeRequest({ 'kervan.correlation_id': context.correlationId });
    if (request.routeOptions.url !== undefined) nameRequest(request.routeOptions.url);
    runInContext(context, done);
  });
}
