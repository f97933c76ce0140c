import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { contextOf, traceparentOf } from '@kervan/messaging';
import type { HttpRequest } from '../call/call-type.js';
import type { Exchange } from '../http/exchange.js';
import type { Act } from '../policy/call-progress.js';
import type { TakenCall } from '../store/outbound-call.js';

const tracer = trace.getTracer('@kervan/outbound');

/**
 * The client span of one attempt, a child of what caused the call, so that an order has one trace to its last request.
 *
 * It is made here rather than by the http instrumentation, which would show the real path and query; the service host
 * leaves that off for outgoing requests.
 */
export class CallSpan {
  private readonly span: Span;

  constructor(call: TakenCall, act: Act, request: HttpRequest, targetName: string) {
    this.span = tracer.startSpan(
      act === 'send' ? call.type : `${call.type} look-up`,
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'http.request.method': request.method,
          'url.path': request.shownPath ?? request.path,
          'peer.service': targetName,
          'kervan.call.id': call.id,
          'kervan.call.attempt': call.progress.attempts + 1,
          'kervan.order_key': call.orderKey,
          'kervan.correlation_id': call.cause.correlationId,
        },
      },
      contextOf(call.cause.traceparent),
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
    if (result.kind === 'answered') {
      this.span.setAttribute('http.response.status_code', result.answer.status);
      if (result.answer.status >= 400) this.span.setStatus({ code: SpanStatusCode.ERROR });
    } else {
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: result.reason });
    }
    this.span.end();
    return result;
  }
}
