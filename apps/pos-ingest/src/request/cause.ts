import { requestCause as causeOf } from '@kervan/ingress';
import type { Cause } from '@kervan/messaging';

/** The HTTP request that is running, as the cause of what it publishes. */
export function requestCause(route: string): Cause {
  return causeOf(`pos-ingest/${route}`);
}
