import { type Attributes, context, trace } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';

/** Puts attributes on the server span of the HTTP request that is running, and on the span that is active within it. */
export function describeRequest(attributes: Attributes): void {
  getRPCMetadata(context.active())?.span.setAttributes(attributes);
  trace.getActiveSpan()?.setAttributes(attributes);
}
