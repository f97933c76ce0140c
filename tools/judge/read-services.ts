import { z } from 'zod';
import { type Channel } from './inputs.js';
import { type AttentionItem, type ServiceFacts, type ServiceOrder } from './service-facts.js';

/** Where the services listen, and the key of their operator. */
export interface ServiceAddresses {
  readonly posIngestUrl: string;
  readonly orchestratorUrl: string;
  readonly einvoiceUrl: string;
  /** Absent where these do not run; what they would say is taken on trust then. */
  readonly ecommerceUrl?: string;
  readonly ediUrl?: string;
  readonly bankUrl?: string;
  readonly operatorKey: string;
}

const PAGE = 200;
const TIMEOUT_MS = 30_000;

const ordersPage = pageOf({ id: z.string(), orderNumber: z.string(), state: z.string() });
const quarantinePage = pageOf({ deliveryId: z.string(), state: z.string() });
const linesPage = pageOf({ bankReference: z.string().nullable() });
const attentionPage = pageOf({ orderNumber: z.string(), step: z.string(), code: z.string().nullable() });
const gapReport = z.object({ missing: z.array(z.string()) });

/**
 * Asks the services what they say of themselves: all orders, all that waits for a person, and for each series of
 * invoice numbers the ones that are missing without a recorded void.
 *
 * @param seriesAndYears the first seven characters of the invoice numbers, such as `EAR2026`
 * @throws Error that names the address where a service does not answer as its API says.
 */
export async function readServices(
  addresses: ServiceAddresses,
  seriesAndYears: readonly string[],
): Promise<ServiceFacts> {
  const { orchestratorUrl, einvoiceUrl, ecommerceUrl, bankUrl, operatorKey } = addresses;
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
  return {
    ...(await readOrders(addresses)),
    attention,
    missingNumbers,
    quarantined: ecommerceUrl === undefined ? undefined : await readQuarantine(ecommerceUrl, operatorKey),
    undecided: bankUrl === undefined ? undefined : await readUndecided(bankUrl, operatorKey),
  };
}

async function readOrders({ posIngestUrl, ecommerceUrl, ediUrl, operatorKey }: ServiceAddresses) {
  const doors = [
    ['till', `${posIngestUrl}/admin/sales`],
    ['shop', ecommerceUrl && `${ecommerceUrl}/admin/orders`],
    ['edi', ediUrl && `${ediUrl}/admin/orders`],
  ] as const;
  const orders = new Map<string, ServiceOrder>();
  const channels = new Set<Channel>();
  for (const [channel, url] of doors) {
    if (!url) continue;
    channels.add(channel);
    for await (const order of pages(url, {}, operatorKey, ordersPage)) orders.set(order.orderNumber, order);
  }
  return { orders, channels };
}

/** The delivery ids that wait for a person. */
async function readQuarantine(url: string, key: string): Promise<Set<string>> {
  const waiting = new Set<string>();
  for await (const { deliveryId, state } of pages(`${url}/v1/quarantine`, {}, key, quarantinePage)) {
    if (state === 'open') waiting.add(deliveryId);
  }
  return waiting;
}

/** The bank's references of the lines that wait for a person. */
async function readUndecided(url: string, key: string): Promise<string[]> {
  const references: string[] = [];
  for await (const { bankReference } of pages(`${url}/v1/lines`, { state: 'undecided' }, key, linesPage)) {
    if (bankReference !== null) references.push(bankReference);
  }
  return references;
}

function pageOf<Shape extends z.ZodRawShape>(item: Shape) {
  return z.object({ items: z.array(z.object(item)), next: z.string().optional() });
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
