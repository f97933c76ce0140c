import { type Cause, activeTraceparent, newId } from '@kervan/messaging';
import { currentContext } from '@kervan/service-host';

/** The HTTP request that is running, as the cause of what it publishes: the start of a chain of messages. */
export function requestCause(source: string): Cause {
  const id = currentContext()?.requestId ?? newId();
  const traceparent = activeTraceparent();
  return {
    id,
    correlationId: currentContext()?.correlationId ?? id,
    acceptedAt: Date.now(),
    source,
    ...(traceparent !== undefined && { traceparent }),
  };
}
