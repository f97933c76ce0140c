import type { HttpAnswer, HttpRequest, PersonalPaths } from '../call/call-type.js';
import type { Exchange } from './exchange.js';
import { maskAllBut, maskPaths } from './mask.js';

/** A request as it is kept with its attempt. */
export interface KeptRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What came back, as it is kept with its attempt. */
export interface KeptResponse {
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Headers that hold neither secrets nor persons; all others are dropped. */
const SHOWN_HEADERS = [
  'content-type',
  'idempotency-key',
  'idempotency-replayed',
  'retry-after',
  'traceparent',
  'x-correlation-id',
];
const LONGEST_KEPT = 32 * 1024;

/** The request without secrets and personal values. A body that is not JSON is kept as its size and type only. */
export function keepRequest(
  { method, path, shownPath, body }: HttpRequest,
  headers: Readonly<Record<string, string>>,
  personal: PersonalPaths = {},
): KeptRequest {
  const kept = body === undefined ? undefined : 'json' in body ? keepJson(body.json, personal.request) : sizeOf(body);
  return { method, path: shownPath ?? path, headers: shown(headers), body: kept };
}

/** The response without secrets and personal values. */
export function keepResponse(exchange: Exchange, personal: PersonalPaths = {}): KeptResponse {
  if (exchange.kind === 'not-sent') return { reason: exchange.reason };
  if (exchange.kind === 'unclear') return { reason: exchange.reason, status: exchange.status };
  const { status, headers } = exchange.answer;
  return { status, headers: shown(headers), body: keepBody(exchange.answer, personal) };
}

function keepBody({ json, text, headers }: HttpAnswer, { response, allOfResponseBut }: PersonalPaths): unknown {
  if (json !== undefined) return keepJson(allOfResponseBut ? maskAllBut(json, allOfResponseBut) : json, response);
  return text === '' ? undefined : sizeOf({ text, contentType: headers['content-type'] ?? 'unknown' });
}

function keepJson(json: unknown, paths: readonly string[] = []): unknown {
  const masked = maskPaths(json, paths);
  const text = JSON.stringify(masked) ?? '';
  return text.length <= LONGEST_KEPT ? masked : sizeOf({ text, contentType: 'application/json' });
}

function sizeOf({ text, contentType }: { text: string; contentType: string }): unknown {
  return { contentType, bytes: Buffer.byteLength(text) };
}

function shown(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => SHOWN_HEADERS.includes(name)),
  );
}
