import type { HttpRequest } from '../call/call-type.js';
import type { Target } from '../call/target.js';
import type { OutgoingRequest } from '../http/exchange.js';

/** What goes out with every request beside what the call type says. */
export interface Companions {
  readonly correlationId: string;
  readonly traceparent: string | undefined;
  /** The repeat key, with sends only. */
  readonly idempotencyKey: string | undefined;
  /** What lets the request in, beside the target's own headers. */
  readonly access: Readonly<Record<string, string>>;
}

/** The request as it goes to the target. */
export function outgoing(target: Target, request: HttpRequest, companions: Companions): OutgoingRequest {
  const url = new URL(target.endpoint.base + request.path);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const { text, contentType } = bodyOf(request);
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...target.headers(),
    ...companions.access,
    ...request.headers,
    'x-correlation-id': companions.correlationId,
  };
  if (contentType !== undefined) headers['content-type'] = contentType;
  if (companions.traceparent !== undefined) headers['traceparent'] = companions.traceparent;
  if (companions.idempotencyKey !== undefined) headers['idempotency-key'] = companions.idempotencyKey;
  return { method: request.method, url, headers, body: text };
}

function bodyOf({ body }: HttpRequest): { readonly text?: string; readonly contentType?: string } {
  if (body === undefined) return {};
  return 'json' in body ? { text: JSON.stringify(body.json), contentType: 'application/json' } : body;
}
