import type { TraceLink } from '../views.js';

/** The link to a trace in a tracing system at this address, `{traceId}` in it replaced; without one, no address. */
export function traceLinks(template: string | undefined): (traceId: string) => TraceLink {
  return (traceId) => ({ traceId, url: template?.replaceAll('{traceId}', traceId) ?? null });
}
