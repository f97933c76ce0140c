import { urlOf, type Installation, type ServiceName } from '@kervan/tools/platform/services';
import { request, type Answer } from './http.js';

/** A saga as order-orchestrator shows it. */
export interface Saga {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly step: string;
  readonly status: string;
  readonly direction: string;
  readonly attention: { readonly code: string; readonly detail: string } | null;
  readonly remaining: readonly string[];
  readonly history: readonly { readonly input: string; readonly effect: string; readonly detail: string }[];
}

/** An invoice as einvoice-sender shows it. */
export interface Invoice {
  readonly number: string;
  readonly orderNumber: string;
  readonly profile: string;
  readonly state: string;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
  readonly voided: { readonly reason: string } | null;
}

/** What became of the numbers of a series. */
export interface GapReport {
  readonly voids: readonly { readonly number: string }[];
  readonly missing: readonly string[];
}

/** An outgoing call as its service shows it. */
export interface Call {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly correlationId: string;
}

/** A held message as its service shows it. */
export interface Held {
  readonly id: string;
  readonly state: string;
  readonly topic: string;
  readonly key: string | null;
  readonly partition: number;
  readonly offset: string;
  readonly messageId: string;
  readonly correlationId: string;
  readonly cause: { readonly code: string; readonly stage: string } | null;
  readonly attempts: { readonly started: number; readonly finished: number };
}

const act = { by: 'operator of the tests', reason: 'looked into it' };

/** A person with the operator key, at the administration APIs of all services. */
export class Operator {
  constructor(private readonly installation: Installation) {}

  saga(orderId: string): Promise<Saga> {
    return this.get('order-orchestrator', `/admin/sagas/${orderId}`);
  }

  /** Order numbers of the orders that wait for a person, as listed. */
  async waiting(): Promise<string[]> {
    const { items } = await this.get<{ items: Saga[] }>('order-orchestrator', '/admin/sagas?status=needs_attention&limit=200');
    return items.map(({ orderNumber }) => orderNumber);
  }

  /** @throws unless the act is taken. */
  async retry(orderId: string): Promise<void> {
    must(await this.ask('order-orchestrator', 'POST', `/admin/sagas/${orderId}/retry`, act));
  }

  /** @throws unless the act is taken. */
  async amend(orderId: string, mergePatch: object): Promise<void> {
    must(await this.ask('order-orchestrator', 'POST', `/admin/sagas/${orderId}/amend`, { ...act, mergePatch }));
  }

  /** The invoices of an order that was issued today. */
  async invoicesOf({ orderNumber }: { readonly orderNumber: string }): Promise<Invoice[]> {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Istanbul' }).format(new Date());
    const { invoices } = await this.get<{ invoices: Invoice[] }>('einvoice-sender', `/v1/invoices?date=${today}`);
    return invoices.filter((invoice) => invoice.orderNumber === orderNumber);
  }

  async xmlOf(invoiceNumber: string): Promise<string> {
    return must(await this.ask('einvoice-sender', 'GET', `/v1/invoices/${invoiceNumber}/xml`)).text;
  }

  /** The gap report of the series and year that an invoice number belongs to, such as `AMA2026`. */
  gaps(seriesAndYear: string): Promise<GapReport> {
    return this.get('einvoice-sender', `/v1/invoices/gaps?series=${seriesAndYear.slice(0, 3)}&year=${seriesAndYear.slice(3, 7)}`);
  }

  async callsOf(service: 'erp-writer' | 'einvoice-sender', orderId: string): Promise<Call[]> {
    return (await this.get<{ items: Call[] }>(service, `/admin/calls?orderKey=${orderId}`)).items;
  }

  async held(service: ServiceName, query = ''): Promise<Held[]> {
    return (await this.get<{ items: Held[] }>(service, `/admin/held?limit=200${query}`)).items;
  }

  redrive(service: ServiceName, id: string): Promise<Answer> {
    return this.ask(service, 'POST', `/admin/held/${id}/redrive`, act);
  }

  discard(service: ServiceName, id: string, body: object = act): Promise<Answer> {
    return this.ask(service, 'POST', `/admin/held/${id}/discard`, body);
  }

  async get<T>(service: ServiceName, path: string): Promise<T> {
    return must(await this.ask(service, 'GET', path)).json as T;
  }

  /** Asks whatever is answered. */
  ask(service: ServiceName, method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { Authorization: `Bearer ${this.installation.secrets.operatorKey}` };
    return request(method, `${urlOf(service, this.installation)}${path}`, { headers, body });
  }
}

function must(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`answered ${answer.status}: ${answer.text}`);
  return answer;
}
