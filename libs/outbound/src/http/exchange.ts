import type { HttpAnswer } from '../call/call-type.js';

/** What became of one request. */
export type Exchange =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer }
  /** There was no connection, or no access: nothing was done. */
  | {
      readonly kind: 'not-sent';
      readonly reason: string;
      /** Said of the caller and not of the call: for want of an access token it was not even tried. */
      readonly ofCaller?: true;
      /** What kept it out is mended already: it may come again at once. */
      readonly again?: true;
    }
  /** Something may have been sent, and there is no answer that can be read. */
  | { readonly kind: 'unclear'; readonly reason: string; readonly status?: number };

/** A request with everything that goes out. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Sends requests to one target. */
export interface HttpClient {
  /** Never throws; never follows a redirect; ends within the target's time, with at most its bytes read. */
  exchange(request: OutgoingRequest): Promise<Exchange>;
  /** Closes idle connections. */
  close(): void;
}

/** Whether the breaker counts it: no connection, no readable answer in time, 5xx. */
export function isTargetFailure(exchange: Exchange): boolean {
  if (exchange.kind === 'answered') return exchange.answer.status >= 500;
  if (exchange.kind === 'not-sent') return !exchange.again;
  return exchange.status === undefined || exchange.status >= 500;
}
