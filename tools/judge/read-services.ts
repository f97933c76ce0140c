import { z } from 'zod';
import { type AttentionItem, type ServiceFacts, type ServiceSale } from './service-facts.js';

/** Where the services listen, and the key of their operator. */
export interface ServiceAddresses {
  readonly posIngestUrl: string;
  readonly orchestratorUrl: string;
  readonly einvoiceUrl: string;
  readonly operatorKey: string;
}

const PAGE = 200;
const TIMEOUT_MS = 30_000;

const salesPage = z.object({
  items: z.array(z.object({ id: z.string(), orderNumber: z.string(), state: z.string() })),
  next: z.string().optional(),
});
const attentionPage = z.object({
  items: z.array(
    z.object({ orderNumber: z.string(), step: z.string(), code: z.string().nullable() }),
  ),
  next: z.string().optional(),
});
const gapReport = z.object({ missing: z.array(z.string()) });

/**
 * Asks the services what they say of themselves: all sales, all open attention items, and for each series of invoice
 * numbers the ones that are missing without a recorded void.
 *
 * @param seriesAndYears the first seven characters of the invoice numbers, such as `EAR2026`
 * @throws Error that names the address where a service does not answer as its API says.
 */
export async function readServices(
  { posIngestUrl, orchestratorUrl, einvoiceUrl, operatorKey }: ServiceAddresses,
  seriesAndYears: readonly string[],
): Promise<ServiceFacts> {
  const sales = new Map<string, ServiceSale>();
  for await (const sale of pages(`${posIngestUrl}/admin/sales`, {}, operatorKey, salesPage)) {
    sales.set(sale.orderNumber, sale);
  }
  const attention = new Map<string, AttentionItem[]>();
  const waiting = { status: 'needs_attention' };
  for await (const saga of pages(`${orchestratorUrl}/admin/sagas`, waiting, operatorKey, attentionPage)) {
    const item = { step: saga.step, code: saga.code ?? 'unknown' };
    attention.set(saga.orderNumber, [...(attention.get(saga.orderNumber) ?? []), item]);
  }
  const missingNumbers = new Set<string>();
  for (const each of seriesAndYears) {
    const query = new URLSearchParams({ series: each.slice(0, 3), year: each.slice(3) });
    const report = await ask(`${einvoiceUrl}/v1/invoices/gaps?${query}`, operatorKey, gapReport);
    for (const number of report.missing) missingNumbers.add(number);
  }
  return { sales, attention, missingNumbers };
}

async function* pages<Item>(
  url: string,
  filter: Record<string, string>,
  key: string,
  page: z.ZodType<{ items: Item[]; next?: string | undefined }>,
): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ ...filter, limit: String(PAGE), ...(after !== undefined && { after }) });
    const { items, next } = await ask(`${url}?${query}`, key, page);
    yield* items;
    after = next;
  } while (after !== undefined);
}

async function ask<Body>(url: string, key: string, body: z.ZodType<Body>): Promise<Body> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` }, signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  const parsed = body.safeParse(await response.json());
  if (!parsed.success) throw new Error(`${url} answered otherwise than expected:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
