import { type Attributes, context, trace } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';

/** Puts attributes on the server span of the HTTP request that is running, or on the span that is active. */
export function describeRequest(attributes: Attributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}

/** Names the server span of the running HTTP request by its route, as OpenTelemetry's conventions want it. */
export function nameRequest(route: string): void {
  const server = getRPCMetadata(context.active());
  if (server) server.route = route;
}
