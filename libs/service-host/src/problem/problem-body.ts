import { activeTraceId } from '../telemetry/active-trace.js';
import type { RequestContext } from '../context/request-context.js';
import type { Problem } from './problem.js';

const MAX_FINDINGS = 20;

/**
 * Renders a problem as the members of RFC 9457 and ours; at most 20 findings, `errorsTotal` tells how many there
 * were. Within a trace, `traceId` leads to it.
 */
export function problemBody(problem: Problem, context: RequestContext, typeBase: string): Record<string, unknown> {
  const { code, kind, options } = problem;
  const errors = options.errors ?? [];
  const traceId = activeTraceId();
  return {
    type: `${typeBase}${code}`,
    title: kind.title,
    status: kind.status,
    detail: options.detail ?? `${kind.title}.`,
    instance: `urn:uuid:${context.requestId}`,
    code,
    retryable: kind.retryable,
    recorded: kind.recorded,
    whatToDo: kind.whatToDo,
    correlationId: context.correlationId,
    ...(traceId !== undefined && { traceId }),
    ...options.extensions,
    ...(errors.length > 0 && { errors: errors.slice(0, MAX_FINDINGS) }),
    ...(errors.length > MAX_FINDINGS && { errorsTotal: errors.length }),
  };
}

const LONGEST_POINTER = 256;

/**
 * RFC 6901 pointer, as a URI fragment, to a path of keys and indexes.
 *
 * A path that would be longer than 256 characters is told as far as it fits: keys may be the caller's own.
 */
export function pointerTo(path: readonly PropertyKey[]): string {
  let pointer = '#';
  for (const part of path) {
    const token = String(part).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
    const longer = `${pointer}/${encodeURIComponent(token)}`;
    if (longer.length > LONGEST_POINTER) break;
    pointer = longer;
  }
  return pointer;
}
