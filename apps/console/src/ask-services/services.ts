import { currentContext } from '@kervan/service-host';
import { z } from 'zod';
import type { ServiceAnswer, ServiceFailure } from '../views.js';

const TIMEOUT_MS = 2_000;

/** What of a service's list is read, and how. */
export interface ListReading<Item> {
  /** Path and query, below the service's address. */
  readonly path: string;
  /** The fields that are shown; everything else is left behind. */
  readonly item: z.ZodType<Item>;
}

/**
 * The administration of the other services, read for one who holds the operator key.
 *
 * Each has 2 s. One that cannot be read is told by name with the reason, and keeps nothing of the others back. Nothing
 * is kept: what is shown is what each has just said.
 */
export class Services {
  constructor(
    private readonly urls: Readonly<Record<string, string>>,
    private readonly operatorKey: string,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** Every service that is known, but those. */
  namesBut(...excluded: readonly string[]): string[] {
    return Object.keys(this.urls).filter((name) => !excluded.includes(name));
  }

  /** Whether a service is known. */
  knows(service: string): boolean {
    return this.urls[service] !== undefined;
  }

  /** The first page of one list of one service. Never throws. */
  async read<Item>(service: string, { path, item }: ListReading<Item>): Promise<ServiceAnswer<Item>> {
    const failed = (failure: ServiceFailure): ServiceAnswer<Item> => ({ service, failure, items: [], more: false });
    const base = this.urls[service];
    if (base === undefined) return failed('unreachable');
    try {
      const response = await fetch(`${base.replace(/\/$/, '')}${path}`, {
        headers: this.headers(),
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

  private headers(): Record<string, string> {
    const correlationId = currentContext()?.correlationId;
    return {
      authorization: `Bearer ${this.operatorKey}`,
      ...(correlationId !== undefined && { 'x-correlation-id': correlationId }),
    };
  }
}
