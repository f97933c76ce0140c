import { localInstallation } from '../inspect/installation.js';
import { services, urlOf, type ServiceName } from '../platform/services.js';
import { Refusal } from '../stack/refusal.js';
import type { OpsRequest } from './command.js';
import { visible } from './show.js';

/** A service, where it answers, and the key to its administration. */
export interface Place {
  readonly service: string;
  readonly url: string;
  readonly key: string;
}

/** What a service has answered. */
export interface Answer {
  readonly service: string;
  readonly body: unknown;
}

/**
 * Where a request goes to: to the service that is named, at the address that is given; by default to the local
 * installation, and there to every service where that makes sense.
 *
 * @throws {Refusal} when it is not told enough.
 */
export function placesOf(
  { ofAll }: OpsRequest,
  { service, url }: { readonly service?: string | undefined; readonly url?: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Place[] {
  const given = env.OPERATOR_KEY;
  if (url !== undefined) {
    if (given === undefined) throw new Refusal('operator-key-missing: OPERATOR_KEY, for a service at --url');
    return [{ service: service ?? new URL(url).host, url: url.replace(/\/$/, ''), key: given }];
  }
  const known: readonly ServiceName[] = services.filter((name) => name !== 'sandbox');
  if (service === undefined && !ofAll) throw new Refusal(`option-missing: --service, one of ${known.join(', ')}`);
  const named = service === undefined ? known : known.filter((name) => name === service);
  if (named.length === 0) throw new Refusal(`unknown-service: ${service}; it is one of ${known.join(', ')}`);
  const installation = localInstallation();
  const key = given ?? installation.secrets.operatorKey;
  return named.map((name) => ({ service: name, url: urlOf(name, installation), key }));
}

/**
 * Sends a request.
 *
 * @throws {Refusal} `code: detail` when the service refuses it, or does not answer; with the id under which the same may be
 * ordered again, where nobody knows whether it was.
 */
export async function send({ service, url, key }: Place, { path, body }: OpsRequest): Promise<Answer> {
  const headers = { Authorization: `Bearer ${key}`, ...(body && { 'Content-Type': 'application/json' }) };
  const request = { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) };
  const again = body?.id === undefined ? '' : `\n  To order the same again, once in all: --id ${String(body.id)}`;
  const response = await fetch(`${url}${path}`, request).catch(() => {
    throw new Refusal(`service-away: ${service} does not answer at ${url}${again}`);
  });
  const answer: unknown = await response.json().catch(() => ({}));
  const { ok, status } = response;
  if (!ok) throw new Refusal(`${refusalOf(service, status, answer as ProblemBody)}${status < 500 ? '' : again}`);
  return { service, body: answer };
}

interface ProblemBody {
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly parameter?: string; readonly detail?: string }[];
}

function refusalOf(service: string, status: number, { code, detail, title, errors = [] }: ProblemBody): string {
  const findings = errors.map((one) => `${one.pointer ?? one.parameter ?? ''} ${one.detail ?? ''}`.trimEnd());
  const told = `${code ?? `status-${status}`}: ${detail ?? title ?? `answered by ${service}`}`;
  return [told, ...findings].map(visible).join('\n  ');
}
