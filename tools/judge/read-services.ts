import { z } from 'zod';
import { type Channel } from './inputs.js';
import { pageOf, Reader } from './read-pages.js';
import {
  type AttentionItem,
  type BankLine,
  deliveryKey,
  type IssuedInvoice,
  type QuarantinedDelivery,
  type SagaState,
  type ServiceFacts,
  type ServiceOrder,
} from './service-facts.js';
import { twice } from './twice.js';

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

/** What is asked besides everything that the services list. */
export interface Asked {
  /** The first seven characters of the invoice numbers, such as `EAR2026`. */
  readonly seriesAndYears: readonly string[];
  /** The days of the invoices that were transmitted, such as `2026-11-21`. */
  readonly issueDates: readonly string[];
  /** The orders on whose way persons may have acted. */
  readonly decidable: ReadonlySet<string>;
}

const listedOrder = { id: z.string(), orderNumber: z.string(), state: z.string(), company: z.string(), mode: z.string() };
const ordersPage = pageOf(listedOrder);
const quarantinePage = pageOf({ id: z.string(), deliveryId: z.string(), orderNumber: z.string().nullable(), state: z.string() });
const messagesPage = pageOf({ controlReference: z.string() });
const sagasPage = pageOf({
  orderId: z.string(),
  orderNumber: z.string(),
  status: z.string(),
  step: z.string(),
  code: z.string().nullable(),
});
const linesPage = pageOf({
  id: z.string(),
  bankReference: z.string().nullable(),
  state: z.string(),
  amount: z.string(),
  match: z.object({ orderId: z.string(), rule: z.string() }).nullable(),
});
const gapReport = z.object({ missing: z.array(z.string()) });
const invoicesPage = z.object({
  invoices: z.array(z.object({ number: z.string(), orderNumber: z.string(), state: z.string() })),
  next: z.string().optional(),
});
const history = z.object({ history: z.array(z.object({ input: z.string(), effect: z.string(), detail: z.string() })) });
const decided = z.object({ acts: z.array(z.object({ act: z.string(), by: z.string(), reason: z.string() })) });

/** Without a status the orchestrator lists what has not ended. */
const SAGA_FILTERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { status: 'completed' },
  { status: 'compensated' },
];
/** What a person's act is called, by the input that it is to the saga. */
const ACTS_ON_SAGAS: ReadonlyMap<string, string> = new Map([
  ['kervan.fulfilment.RetryStep', 'retried'],
  ['kervan.fulfilment.AmendOrder', 'amended'],
  ['kervan.fulfilment.SkipStep', 'skipped'],
  ['kervan.fulfilment.PauseOrder', 'paused'],
  ['kervan.fulfilment.ResumeOrder', 'resumed'],
]);
const BY_PERSON = 'person';

/**
 * Asks the services what they say of themselves: all orders, what persons wait for and did, every line of the bank, and
 * for each series of invoice numbers the ones that are missing without a recorded void.
 *
 * @throws Error that names the address where a service does not answer as its API says.
 */
export async function readServices(addresses: ServiceAddresses, asked: Asked): Promise<ServiceFacts> {
  const { einvoiceUrl, ecommerceUrl, ediUrl, bankUrl, operatorKey } = addresses;
  const reader = new Reader(operatorKey);
  const missingNumbers = new Set<string>();
  for (const each of asked.seriesAndYears) {
    const query = new URLSearchParams({ series: each.slice(0, 3), year: each.slice(3) });
    const report = await reader.one(`${einvoiceUrl}/v1/invoices/gaps?${query}`, gapReport);
    for (const number of report.missing) missingNumbers.add(number);
  }
  const { numbers, ...sagas } = await readSagas(reader, addresses, asked);
  return {
    ...(await readOrders(reader, addresses)),
    ...sagas,
    missingNumbers,
    invoices: await readInvoices(reader, einvoiceUrl, asked),
    ...(ecommerceUrl !== undefined && (await readQuarantine(reader, ecommerceUrl))),
    ...(ediUrl !== undefined && { quarantinedInterchanges: await readInterchanges(reader, ediUrl) }),
    ...(bankUrl !== undefined && { bankLines: await readBankLines(reader, bankUrl, numbers) }),
  };
}

async function readOrders(reader: Reader, { posIngestUrl, ecommerceUrl, ediUrl }: ServiceAddresses) {
  const doors = [
    ['till', `${posIngestUrl}/admin/sales`],
    ['shop', ecommerceUrl && `${ecommerceUrl}/admin/orders`],
    ['edi', ediUrl && `${ediUrl}/admin/orders`],
  ] as const;
  const listed: (ServiceOrder & Record<'orderNumber' | 'company' | 'mode', string>)[] = [];
  const channels = new Set<Channel>();
  for (const [channel, url] of doors) {
    if (!url) continue;
    channels.add(channel);
    for (const order of await reader.all(url, {}, ordersPage)) listed.push(order);
  }
  const orders = new Map(listed.map((order) => [order.orderNumber, order]));
  const bySeller = Map.groupBy(listed, ({ company, mode }) => `${company} ${mode}`);
  const doubledOrders = [...bySeller.values()].flatMap((own) => twice(own.map(({ orderNumber }) => orderNumber)));
  return { orders, doubledOrders, channels };
}

async function readSagas(reader: Reader, { orchestratorUrl }: ServiceAddresses, { decidable }: Asked) {
  const url = `${orchestratorUrl}/admin/sagas`;
  const sagas = new Map<string, SagaState>();
  const attention = new Map<string, AttentionItem[]>();
  const numbers = new Map<string, string>();
  for (const filter of SAGA_FILTERS) {
    for (const { orderId, orderNumber, status, step, code } of await reader.all(url, filter, sagasPage)) {
      const acts = decidable.has(orderNumber) ? await actsOn(reader, `${url}/${orderId}`) : [];
      sagas.set(orderNumber, { status, acts });
      numbers.set(orderId, orderNumber);
      if (status !== 'needs_attention') continue;
      const item = { step, code: code ?? 'unknown' };
      attention.set(orderNumber, [...(attention.get(orderNumber) ?? []), item]);
    }
  }
  return { sagas, attention, numbers };
}

/** What persons did to a saga, in words; where an act ended the saga, its history tells the end and not by whom. */
async function actsOn(reader: Reader, url: string): Promise<string[]> {
  const entries = (await reader.one(url, history)).history;
  return entries.flatMap(({ input, effect, detail }) => {
    const act = ACTS_ON_SAGAS.get(input);
    if (act === undefined || effect === 'ignored') return [];
    return [effect === act ? `${act} by ${detail}` : act];
  });
}

async function readQuarantine(reader: Reader, url: string) {
  const quarantined = new Map<string, QuarantinedDelivery>();
  const listed = await reader.all(`${url}/v1/quarantine`, {}, quarantinePage);
  for (const { id, state, ...delivery } of listed) {
    const isDecided = state === 'released' || state === 'discarded';
    const words = isDecided ? { decided: await lastActOn(reader, `${url}/v1/quarantine/${id}`) } : {};
    quarantined.set(deliveryKey(delivery), { state, ...words });
  }
  return { quarantined, doubledDeliveries: new Set(twice(listed.map(deliveryKey))) };
}

async function readInterchanges(reader: Reader, url: string): Promise<Set<string>> {
  const messages = await reader.all(`${url}/v1/quarantine`, {}, messagesPage);
  return new Set(messages.map(({ controlReference }) => controlReference));
}

async function readInvoices(reader: Reader, url: string, { issueDates }: Asked): Promise<IssuedInvoice[]> {
  const all: IssuedInvoice[] = [];
  for (const date of issueDates) {
    let after: string | undefined;
    do {
      const query = new URLSearchParams({ date, ...(after !== undefined && { after }) });
      const { invoices, next } = await reader.one(`${url}/v1/invoices?${query}`, invoicesPage);
      all.push(...invoices);
      after = next;
    } while (after !== undefined);
  }
  return all;
}

async function readBankLines(reader: Reader, url: string, numbers: ReadonlyMap<string, string>): Promise<BankLine[]> {
  const lines: BankLine[] = [];
  for (const { id, match, ...line } of await reader.all(`${url}/v1/lines`, {}, linesPage)) {
    const isDecided = line.state === 'left' || match?.rule === BY_PERSON;
    lines.push({
      ...line,
      ...(match && { orderNumber: numbers.get(match.orderId) ?? match.orderId }),
      ...(isDecided && { decided: await lastActOn(reader, `${url}/v1/lines/${id}`) }),
    });
  }
  return lines;
}

/** What a person did to a line or a delivery last, in words. */
async function lastActOn(reader: Reader, url: string): Promise<string> {
  const last = (await reader.one(url, decided)).acts.at(-1);
  return last ? `${last.act} by ${last.by}: ${last.reason}` : 'by nobody who is recorded';
}
