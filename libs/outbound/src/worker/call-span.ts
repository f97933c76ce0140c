import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { contextOf, traceparentOf } from '@kervan/messaging';
import type { HttpRequest } from '../call/call-type.js';
import type { Target } from '../call/target.js';
import type { Exchange } from '../http/exchange.js';
import type { Act } from '../policy/call-progress.js';
import type { TakenCall } from '../store/outbound-call.js';

const tracer = trace.getTracer('@kervan/outbound');

/**
 * The client span of one attempt, by OpenTelemetry's conventions for HTTP, a child of what caused the call, so that an
 * order has one trace to its last request.
 *
 * It is made here rather than by the http instrumentation, which would show the real path and query; the service host
 * leaves that off for outgoing requests.
 */
export class CallSpan {
  private readonly span: Span;

  constructor(call: TakenCall, act: Act, request: HttpRequest, { name, endpoint }: Pick<Target, 'name' | 'endpoint'>) {
    const { cause, progress } = call;
    const shownPath = request.shownPath ?? request.path;
    const template = request.template ?? shownPath;
    this.span = tracer.startSpan(
      `${request.method} ${template}`,
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'http.request.method': request.method,
          'url.template': template,
          'url.full': endpoint.base + shownPath,
          'server.address': endpoint.host,
          'server.port': endpoint.port,
          'server.service.name': name,
          'peer.service': name,
          ...(progress.attempts > 0 && { 'http.request.resend_count': progress.attempts }),
          'kervan.call.id': call.id,
          'kervan.call.type': call.type,
          'kervan.call.act': act,
          'kervan.order.id': call.orderKey,
          'kervan.correlation_id': cause.correlationId,
        },
      },
      contextOf(cause.traceparent, cause.baggage),
    );
  }

  /** The trace context of this attempt; `undefined` outside of any trace. */
  get traceparent(): string | undefined {
    const spanContext = this.span.spanContext();
    return trace.isSpanContextValid(spanContext) ? traceparentOf(spanContext) : undefined;
  }

  /** Ends with the exchange. */
  async around(exchange: () => Promise<Exchange>): Promise<Exchange> {
    const result = await exchange();
    const status = result.kind === 'answered' ? result.answer.status : undefined;
    if (status !== undefined) this.span.setAttribute('http.response.status_code', status);
    if (result.kind !== 'answered') this.failed(result.reason, result.reason);
    else if (result.answer.status >= 400) this.failed(String(status));
    this.span.end();
    return result;
  }

  private failed(type: string, message?: string): void {
    this.span.setAttribute('error.type', type);
    this.span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
  }
}
