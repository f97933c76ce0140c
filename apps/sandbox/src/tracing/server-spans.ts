import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { type FastifyInstance } from 'fastify';

const tracer = trace.getTracer('sandbox');

/**
 * Gives every request of an outside system a server span that continues the caller's trace.
 *
 * Named by the route, never by the path; no header, body or query is put on it. It ends with the connection's answer,
 * also when the connection was cut instead of answered.
 */
export function traceRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.url;
    if (!route || !/^\/(erp|integrator)\//.test(route)) return;
    const parent = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(
      `${request.method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': request.method,
          'http.route': route,
          'correlation.id': request.headers['x-correlation-id'],
        },
      },
      parent,
    );
    reply.raw.once('close', () => {
      const answered = reply.raw.writableFinished;
      if (answered) span.setAttribute('http.response.status_code', reply.statusCode);
      if (!answered || reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
  });
}
