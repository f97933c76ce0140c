import { currentContext } from '@kervan/service-host';
import { z } from 'zod';
import type { ServiceAnswer, ServiceFailure, ServiceThing } from './service-views.js';

const TIMEOUT_MS = 2_000;
const SENDING_TIMEOUT_MS = 10_000;

/** What of a service is read, and how. */
export interface Reading<Item> {
  /** Path and query, below the service's address. */
  readonly path: string;
  /** The fields that are shown, of a list those of each item; everything else is left behind. */
  readonly item: z.ZodType<Item>;
  /** How long it has; default 2 s. */
  readonly timeoutMs?: number;
}

/** What is sent to a service, and with whose key. */
export interface Sending {
  /** Below the service's address. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly key: string;
}

/** What a service has answered to what was sent. */
export interface SendingAnswer {
  readonly status: number;
  /** What it says; undefined where that is no JSON. */
  readonly body: unknown;
  /** Why it refuses, as it says so itself; undefined where it does not. */
  readonly problem: Readonly<Record<string, unknown>> | undefined;
}

const problemForm = z.looseObject({ code: z.string(), title: z.string() });

/**
 * The administration of the other services, read for one who holds the operator key.
 *
 * Each has 2 s. One that cannot be read is told by name with the reason, and keeps nothing of the others back. Nothing
 * is kept: what is shown is what each has just said.
 */
export class Services {
  constructor(
    private readonly urls: Readonly<Record<string, string>>,
    private readonly operatorKey: () => string,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** Every service that is known and has held messages, an audit log and outside systems: the sandbox is the outside. */
  get administered(): readonly string[] {
    return Object.keys(this.urls).filter((name) => name !== 'sandbox');
  }

  /** Whether a service is known. */
  knows(service: string): boolean {
    return Object.hasOwn(this.urls, service);
  }

  /** The first page of one list of one service. Never throws. */
  async read<Item>(service: string, { item, ...reading }: Reading<Item>): Promise<ServiceAnswer<Item>> {
    const page = z.object({ items: z.array(item), next: z.union([z.string(), z.number()]).optional() });
    const answer = await this.answerOf(service, { ...reading, item: page });
    if ('failure' in answer) return { service, failure: answer.failure, items: [], more: false };
    return { service, failure: null, items: answer.found.items, more: answer.found.next !== undefined };
  }

  /** The first pages of several lists of one service as one; the first failure is told of the whole. Never throws. */
  async readTogether<Item>(service: string, paths: readonly string[], item: z.ZodType<Item>): Promise<ServiceAnswer<Item>> {
    const answers = await Promise.all(paths.map((path) => this.read(service, { path, item })));
    return {
      service,
      failure: answers.find(({ failure }) => failure !== null)?.failure ?? null,
      items: answers.flatMap(({ items }) => items),
      more: answers.some(({ more }) => more),
    };
  }

  /** One thing of one service; null where it has no such thing. Never throws. */
  async readOne<Item>(service: string, reading: Reading<Item>): Promise<ServiceThing<Item>> {
    const answer = await this.answerOf(service, reading);
    if (!('failure' in answer)) return { service, failure: null, item: answer.found };
    return { service, failure: answer.status === 404 ? null : answer.failure, item: null };
  }

  /**
   * Sends something to a service, once; it has 10 s.
   *
   * @returns undefined where it has not answered: it may have been done all the same.
   */
  async send(service: string, { path, body, key }: Sending): Promise<SendingAnswer | undefined> {
    const url = this.urlOf(service, path);
    if (url === undefined) return undefined;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headersFor(key), 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(SENDING_TIMEOUT_MS),
      });
      const answered = await jsonOf(response);
      return { status: response.status, body: answered, problem: problemForm.safeParse(answered).data };
    } catch {
      return undefined;
    }
  }

  private async answerOf<Item>(
    service: string,
    { path, item, timeoutMs = this.timeoutMs }: Reading<Item>,
  ): Promise<{ readonly found: Item } | { readonly failure: ServiceFailure; readonly status?: number }> {
    const url = this.urlOf(service, path);
    if (url === undefined) return { failure: 'unreachable' };
    try {
      const response = await fetch(url, {
        headers: headersFor(this.operatorKey()),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) return { failure: 'refused', status: response.status };
      const { success, data } = item.safeParse(await response.json());
      return success ? { found: data } : { failure: 'unreadable' };
    } catch (error) {
      if (error instanceof SyntaxError) return { failure: 'unreadable' };
      return { failure: error instanceof Error && error.name === 'TimeoutError' ? 'too-slow' : 'unreachable' };
    }
  }

  private urlOf(service: string, path: string): string | undefined {
    if (!Object.hasOwn(this.urls, service)) return undefined;
    return `${this.urls[service]?.replace(/\/$/, '')}${path}`;
  }
}

function headersFor(key: string): Record<string, string> {
  const correlationId = currentContext()?.correlationId;
  return {
    authorization: `Bearer ${key}`,
    ...(correlationId !== undefined && { 'x-correlation-id': correlationId }),
  };
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
