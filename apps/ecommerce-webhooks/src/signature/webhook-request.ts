import type { IncomingHttpHeaders } from 'node:http';

/** What came over HTTP: nothing of it is believed, and no byte of the body is read, before its signature is. */
export interface WebhookRequest {
  readonly headers: IncomingHttpHeaders;
  /** The very bytes that were signed. */
  readonly body: Buffer;
}

/** A header that is there once; a list of values is none. */
export function headerOf({ headers }: Pick<WebhookRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
