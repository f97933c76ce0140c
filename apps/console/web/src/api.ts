import type { Act } from '../../src/act-at-services/act';
import type { RedrivePreview } from '../../src/ask-services/held-views';
import type { OutboundPause } from '../../src/ask-services/outbound-views';
import { operatorKey, signOut } from './session';

/** Why the API refuses, as it says so (RFC 9457). */
export interface ToldProblem {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly whatToDo?: string;
  readonly errors?: readonly { readonly detail?: string; readonly code: string }[];
}

/** An answer of the console's API that is no success. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';

  constructor(
    readonly status: number,
    readonly correlationId: string | null,
    readonly problem?: ToldProblem,
  ) {
    super(`the console answered ${status}`);
  }
}

/**
 * Asks the console's API with the key of this tab.
 *
 * A key that is refused is forgotten, which shows the sign-in again.
 *
 * @throws {ApiFailure} for any answer but a success.
 */
export async function ask<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(path, { headers: bearer(operatorKey()), ...(signal && { signal }) });
  if (response.status === 401) signOut();
  if (!response.ok) throw new ApiFailure(response.status, response.headers.get('x-correlation-id'));
  return (await response.json()) as Answer;
}

interface SeenOrder {
  readonly revision: number;
  readonly code?: string;
}

interface SeenDue {
  readonly due: string;
  readonly currency: string;
}

interface SeenGap {
  readonly expected: string;
  readonly actual: string;
}

/** What a person has a service do. */
export interface ActRequest {
  readonly act: Act;
  /** Of all that are not about a set. */
  readonly id?: string;
  readonly service?: string;
  readonly orderId?: string;
  readonly acceptDifference?: boolean;
  readonly mergePatch?: object;
  readonly target?: string;
  readonly until?: string;
  readonly step?: string;
  readonly facts?: object;
  /** How the order, what is due of it, a gap or a pause was shown, or the hash of what the message held: refused if it has changed since. */
  readonly seen?: SeenOrder | SeenDue | SeenGap | OutboundPause | string | null;
  readonly value?: object;
}

/** A set that is to be handled again, under an id of its own: sent again, it is ordered once. */
export interface RedriveOrder extends RedriveRequest {
  readonly act: typeof Act.redrive_batch;
  readonly id: string;
}

/** Which held messages are handled again together, and how fast. */
export interface RedriveRequest {
  readonly service: string;
  readonly filter: { readonly cause?: string; readonly type?: string; readonly topic?: string; readonly deadTo?: string };
  readonly perSecond: number;
  readonly force: boolean;
}

/** What would be handled again, and the instant that is passed on so that nothing else is. */
export type DryRun = Omit<RedrivePreview, 'asOf'> & { readonly deadTo: string };

/** Who acts, and why. */
export interface Who {
  readonly by: string;
  readonly reason: string;
}

/**
 * Has a service do something, with who asks for it and why. Never repeated by itself.
 *
 * @throws {ApiFailure} with the problem, for any answer but a success.
 */
export async function carryOut(request: ActRequest | RedriveOrder, who: Who): Promise<void> {
  await posted('/v1/acts', { ...request, ...who });
}

/** Tells what would be handled again, and changes nothing. @throws {ApiFailure} for any answer but a success. */
export async function dryRun(request: RedriveRequest, who: Who): Promise<DryRun> {
  const response = await posted('/v1/acts/dry-run', { act: 'redrive_batch', ...request, ...who });
  return (await response.json()) as DryRun;
}

async function posted(path: string, body: object): Promise<Response> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { ...bearer(operatorKey()), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status === 401) signOut();
  if (response.ok) return response;
  const problem = (await response.json().catch(() => undefined)) as ToldProblem | undefined;
  throw new ApiFailure(response.status, response.headers.get('x-correlation-id'), problem);
}

/** Whether a key is the operator's. @throws where the console does not answer. */
export async function isValidKey(key: string): Promise<boolean> {
  const response = await fetch('/v1/counts', { headers: bearer(key) });
  if (response.status === 401) return false;
  if (!response.ok) throw new ApiFailure(response.status, response.headers.get('x-correlation-id'));
  return true;
}

/** A key with other characters than a header may hold is no key of ours, and is sent as none. */
function bearer(key: string | null): Record<string, string> {
  return key !== null && /^[\x21-\x7e]+$/.test(key) ? { authorization: `Bearer ${key}` } : {};
}
