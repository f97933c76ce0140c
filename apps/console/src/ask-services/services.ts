import { currentContext } from '@kervan/service-host';
import { z } from 'zod';
import type { ServiceAnswer, ServiceFailure } from './service-views.js';

const TIMEOUT_MS = 2_000;
const SENDING_TIMEOUT_MS = 10_000;

/** What of a service's list is read, and how. */
export interface ListReading<Item> {
  /** Path and query, below the service's address. */
  readonly path: string;
  /** The fields that are shown; everything else is left behind. */
  readonly item: z.ZodType<Item>;
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

  /** Every service that is known, but those. */
  namesBut(...excluded: readonly string[]): string[] {
    return Object.keys(this.urls).filter((name) => !excluded.includes(name));
  }

  /** Whether a service is known. */
  knows(service: string): boolean {
    return Object.hasOwn(this.urls, service);
  }

  /** The first page of one list of one service. Never throws. */
  async read<Item>(service: string, { path, item }: ListReading<Item>): Promise<ServiceAnswer<Item>> {
    const failed = (failure: ServiceFailure): ServiceAnswer<Item> => ({ service, failure, items: [], more: false });
    const url = this.urlOf(service, path);
    if (url === undefined) return failed('unreachable');
    try {
      const response = await fetch(url, {
        headers: headersFor(this.operatorKey()),
        redirect: 'error',
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      if (!response.ok) return failed('refused');
      const page = z.object({ items: z.array(item), next: z.string().optional() });
      const { success, data } = page.safeParse(await response.json());
      if (!success) return failed('unreadable');
      return { service, failure: null, items: data.items, more: data.next !== undefined };
    } catch (error) {
      if (error instanceof SyntaxError) return failed('unreadable');
      return failed(error instanceof Error && error.name === 'TimeoutError' ? 'too-slow' : 'unreachable');
    }
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
      return { status: response.status, problem: problemForm.safeParse(await jsonOf(response)).data };
    } catch {
      return undefined;
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
