import type { Span } from '../../inspect/span.js';

/** What names a span: ids of spans are unique within their trace. */
export function spanKey({ traceId, spanId }: Pick<Span, 'traceId' | 'spanId'>): string {
  return `${traceId} ${spanId}`;
}
