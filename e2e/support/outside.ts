import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAmounts } from '@kervan/tools/judge/check-amounts';
import { contradictionsIn, missingFrom } from '@kervan/tools/judge/course';
import { acceptedOf, effectsByOrder, effectsOf, type Effects, standingOrders } from '@kervan/tools/judge/effects';
import type { Finding } from '@kervan/tools/judge/finding';
import type { Input } from '@kervan/tools/judge/inputs';
import { readLedgers } from '@kervan/tools/judge/read-ledgers';
import { contentOfReceipt } from '@kervan/tools/judge/till-inputs';
import { urlOf, type Installation } from '@kervan/tools/platform/services';
import { request } from './http.js';
import type { Sale } from './tills.js';

/** A fault of the outside world; each is described in the sandbox's README. */
export interface Fault {
  readonly target: 'erp' | 'integrator';
  readonly kind: 'delay' | 'error-before' | 'error-after' | 'cut-after' | 'too-many' | 'refuse' | 'lookup-lag';
  readonly operation?: string;
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly code?: string;
  readonly match?: { readonly orderNumber?: string };
}

/** Requests that the outside world has seen, by operation. */
export type RequestCounts = Readonly<Record<'erp' | 'integrator', Readonly<Record<string, number>>>>;

/** Gross amounts by kind of document, one entry a document. */
export interface Summary {
  readonly orders: readonly (string | undefined)[];
  readonly invoices: readonly (string | undefined)[];
  readonly booked: readonly (string | undefined)[];
  readonly payments: readonly (string | undefined)[];
}

/** The summary of an order whose documents are all there, once, over this amount. */
export function wholeOver(gross: string): Summary {
  return { orders: [gross], invoices: [gross], booked: [gross], payments: [gross] };
}

/** The summary of an order of which nothing stands. */
export const nothing: Summary = { orders: [], invoices: [], booked: [], payments: [] };

/** The outside world as its own ledgers tell it. */
export class Outside {
  private readonly url: string;
  readonly folder: string;

  constructor(installation: Installation) {
    this.url = urlOf('sandbox', installation);
    this.folder = join(installation.folder, 'sandbox');
  }

  /** All that the ERP, the integrator and the authority hold of an order. */
  async effectsOf({ orderNumber }: Pick<Sale, 'orderNumber'>): Promise<Effects> {
    return effectsOf(effectsByOrder(await readLedgers(this.folder)), orderNumber);
  }

  /** How often each thing was done for an order, and the gross amounts in the books: an order that is whole has one of each. */
  async summaryOf(order: Pick<Sale, 'orderNumber'>): Promise<Summary> {
    const effects = await this.effectsOf(order);
    const accepted = acceptedOf(effects);
    return {
      orders: standingOrders(effects).map(({ body }) => body.totals?.gross),
      invoices: accepted.map(({ last }) => last.invoice.totals.gross),
      booked: effects.erpInvoices.map(({ body }) => body.totals?.gross),
      payments: effects.payments.map(({ body }) => body.total),
    };
  }

  /** What is not as it should be with an order that is whole: missing, doubled, or another amount to the kuruş. */
  async findingsAbout(sale: Sale): Promise<Finding[]> {
    const effects = await this.effectsOf(sale);
    const input = inputOf(sale);
    return [...missingFrom(input, effects), ...contradictionsIn(input, effects), ...checkAmounts(input, effects)];
  }

  /** The XML that the integrator received under a number. */
  xmlOf(invoiceNumber: string): Promise<string> {
    return readFile(join(this.folder, 'invoices', `${invoiceNumber}.xml`), 'utf8');
  }

  /** Every XML that the integrator has ever received, by invoice number. */
  async invoices(): Promise<ReadonlyMap<string, string>> {
    const names = await readdir(join(this.folder, 'invoices'));
    const numbers = names.map((name) => name.replace(/\.xml$/, ''));
    return new Map(await Promise.all(numbers.map(async (number) => [number, await this.xmlOf(number)] as const)));
  }

  async suffer(...faults: readonly Fault[]): Promise<void> {
    for (const fault of faults) await this.control('POST', 'faults', fault);
  }

  /** The faults that are still switched on. */
  async faults(): Promise<readonly Fault[]> {
    return ((await this.control('GET', 'faults')) as { items: readonly Fault[] }).items;
  }

  async recover(): Promise<void> {
    await this.control('DELETE', 'faults');
  }

  async counts(): Promise<RequestCounts> {
    return (await this.control('GET', 'counts')) as RequestCounts;
  }

  /** Lets the tills play a morning. */
  async playMorning(morning: { readonly sales: number; readonly seed: number; readonly rate: number }): Promise<void> {
    await this.control('POST', 'morning', morning);
  }

  /** Whether the tills have had every answer they wanted. */
  async morningIsOver(): Promise<boolean> {
    return ((await this.control('GET', 'morning')) as { state: string }).state === 'done';
  }

  private async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const { status, text, json } = await request(method, `${this.url}/control/${path}`, { body });
    if (status >= 300) throw new Error(`/control/${path} answered ${status}: ${text}`);
    return json;
  }
}

/** A receipt in the form in which the judge compares it with its effects. */
function inputOf({ orderNumber, body }: Sale): Pick<Input, 'orderNumber' | 'content'> {
  return { orderNumber, content: contentOfReceipt(body) };
}
