import { z } from 'zod';

const PAGE = 200;
const TIMEOUT_MS = 30_000;

/** A page of a list, as every service answers it. */
export type Page<Item> = z.ZodType<{ items: Item[]; next?: string | undefined }>;

/** The form of a page of items. */
export function pageOf<Shape extends z.ZodRawShape>(item: Shape) {
  return z.object({ items: z.array(z.object(item)), next: z.string().optional() });
}

/** Asks the services with the key of their operator. */
export class Reader {
  constructor(private readonly operatorKey: string) {}

  /** Every item of a list, page by page. @throws as `one` does. */
  async all<Item>(url: string, filter: Readonly<Record<string, string>>, page: Page<Item>): Promise<Item[]> {
    const all: Item[] = [];
    let after: string | undefined;
    do {
      const query = new URLSearchParams({ ...filter, limit: String(PAGE), ...(after !== undefined && { after }) });
      const { items, next } = await this.one(`${url}?${query}`, page);
      all.push(...items);
      after = next;
    } while (after !== undefined);
    return all;
  }

  /** One answer. @throws Error that names the address where a service does not answer as its API says. */
  async one<Body>(url: string, body: z.ZodType<Body>): Promise<Body> {
    const headers = { authorization: `Bearer ${this.operatorKey}` };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
    const parsed = body.safeParse(await response.json());
    if (!parsed.success) throw new Error(`${url} answered otherwise than expected:\n${z.prettifyError(parsed.error)}`);
    return parsed.data;
  }
}
