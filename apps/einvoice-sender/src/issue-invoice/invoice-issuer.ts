import { businessDate, RuleBroken } from '@kervan/commerce';
import {
  CommandDead, type Finding, InvoiceIssued, InvoiceNumberAssigned, InvoiceRefused, type Mode, type Order,
} from '@kervan/contracts';
import type { SetWriter, Transaction } from '@kervan/messaging';
import { v5 } from 'uuid';
import type { Companies, Company } from '../companies/company.js';
import { buyerOf } from '../invoice/buyer.js';
import { type Invoice, issuedInvoice } from '../invoice/invoice.js';
import type { InvoiceStore, NewInvoice } from '../invoice/invoice-store.js';
import { InvoiceState } from '../invoice/invoice-state.js';
import type { Queryable } from '../invoice/queryable.js';
import { preflight } from '../invoice/preflight.js';
import { Profile, profileFor, type Receiver } from '../invoice/profile.js';
import { finding } from '../invoice/rules.js';
import type { DocumentSchema } from '../ports/document-schema.js';
import { type InvoiceDocument, invoiceDocument, type Issue } from '../ubl/invoice-document.js';
import type { InvoiceNumbers, Series } from './invoice-numbers.js';

/** How far a till's clock may be ahead: a sale of the first minutes of its day may come on ours before midnight. */
const TILL_AHEAD_MS = 5 * 60_000;

/** One order to be invoiced, with the receiver that its buyer is; `tx` takes the reply. */
export interface IssueRequest {
  readonly tx: Transaction;
  readonly orderId: string;
  readonly commandId: string;
  readonly order: Order;
  readonly receiver: Receiver;
}

interface Draft {
  readonly request: IssueRequest;
  readonly company: Company;
  readonly series: Series;
  readonly document: InvoiceDocument;
}

/**
 * Issues invoices: checks the unnumbered document, draws the number, stores the invoice and replies, all at once.
 *
 * The invoices of a whole transaction are issued at its end, set-wise: numbers are drawn last, series after series by
 * prefix, so that transactions at the same time wait for each other for a short while and never in a circle. An order
 * has one invoice for ever: where it exists, the reply tells it. As long as nobody outside has it, it is written anew
 * where the order is another now, and after a refusal of form, under the same number, ETTN and date; so is one under
 * whose ETTN the integrator has something else, which that does not change.
 */
export class InvoiceIssuer implements SetWriter<IssueRequest> {
  constructor(
    private readonly companies: Companies,
    private readonly mode: Mode,
    private readonly schema: DocumentSchema,
    private readonly invoices: InvoiceStore,
    private readonly numbers: InvoiceNumbers,
    private readonly clock: () => Date,
  ) {}

  /** What keeps the order from being invoiced, as far as it shows without knowing the receiver. */
  findings(order: Order): Finding[] {
    const company = this.companies.find(order.company);
    return preflight(order, { company, mode: this.mode, today: this.latestToday(company) });
  }

  /**
   * The latest day that an honest source may tell: a day begins in Türkiye, by whose clocks partners tell their orders
   * and the authority reads an invoice, before it does at a company further west.
   */
  private latestToday(company: Company | undefined): string {
    const now = new Date(this.clock().getTime() + TILL_AHEAD_MS);
    const [atCompany, inTurkey] = [businessDate(now, company?.zone), businessDate(now)];
    return atCompany > inTurkey ? atCompany : inTurkey;
  }

  /** Has the invoice issued at the end of the transaction. */
  issue(request: IssueRequest): void {
    request.tx.collect(this, request);
  }

  /** Called by the transaction. */
  async write(db: Queryable, requests: readonly IssueRequest[]): Promise<void> {
    const byOrder = Map.groupBy(requests, ({ orderId }) => orderId);
    const existing = await this.invoices.findAll(db, [...byOrder.keys()]);
    const drafts: Draft[] = [];
    for (const [orderId, [request]] of byOrder) {
      const invoice = existing.get(orderId);
      const draft = invoice ? await this.issueAgain(db, request!, invoice) : this.draft(request!);
      if (draft) drafts.push(draft);
    }
    await this.number(db, drafts);
    const repeats = [...byOrder.values()].flatMap(([, ...others]) => others);
    if (repeats.length > 0) await this.write(db, repeats);
  }

  /** The document as it will be but for its number, checked; a refused one is replied to. */
  private draft(request: IssueRequest): Draft | undefined {
    const { order, receiver } = request;
    const company = this.companies.find(order.company);
    const found = this.findings(order);
    if (!company || found.length > 0) return refuse(request, found);
    const series = seriesOf(company, order, profileFor(receiver));
    const document = documentOf(request, company, series.kind);
    if (!document) return refuse(request, [finding('/totals', 'amounts-too-small')]);
    const broken = this.formFindings(document, series);
    return broken.length > 0 ? refuse(request, broken) : { request, company, series, document };
  }

  /** What keeps the document from being written as it would be under the next number. */
  private formFindings(document: InvoiceDocument, { prefix, zone }: Series): Finding[] {
    const issueDate = businessDate(this.clock(), zone);
    const number = `${prefix}${issueDate.slice(0, 4)}000000000`;
    const violations = this.schema.violations(document({ number, issueDate, issueTime: '00:00:00' }));
    return violations.map((xpath) => finding(xpath, 'ubl-schema'));
  }

  /**
   * Replies what the order's invoice is, where that is what the order says. Where it is not, an invoice that the
   * authority may have is left to a person: its old content is never told as the new one.
   */
  private async issueAgain(db: Queryable, request: IssueRequest, invoice: Invoice): Promise<undefined> {
    if (invoice.state === InvoiceState.void) return refuseForGood(request, invoice);
    if (invoice.state !== InvoiceState.correctable && this.isOf(request, invoice)) return void reply(request, invoice);
    if (await this.invoices.bringHome(db, invoice.orderId)) return this.rewrite(db, request, invoice);
    return invoice.state === InvoiceState.refused ? refuseForGood(request, invoice) : dead(request, invoice);
  }

  /** Whether the invoice says what it would say if it were written now, under its own number. */
  private isOf(request: IssueRequest, invoice: Invoice): boolean {
    const company = this.companies.find(invoice.company);
    return company !== undefined && documentOf(request, company, invoice.profile)?.(invoice) === invoice.xml;
  }

  private async rewrite(db: Queryable, request: IssueRequest, invoice: Invoice): Promise<undefined> {
    const draft = this.draft(request);
    if (!draft) return undefined;
    const { kind } = draft.series;
    if (kind !== invoice.profile) {
      const detail = `the buyer now takes ${kind}, but the number belongs to ${invoice.profile}: void it`;
      return refuse(request, [], 'receiver-changed', detail);
    }
    const rewritten = newInvoice(draft, invoice);
    await this.invoices.rewrite(db, rewritten);
    reply(request, rewritten);
    this.announce(request, rewritten);
    return undefined;
  }

  private async number(db: Queryable, drafts: readonly Draft[]): Promise<void> {
    const bySeries = Map.groupBy(drafts, ({ series }) => series.prefix);
    const numbered: { readonly request: IssueRequest; readonly invoice: NewInvoice }[] = [];
    for (const [, group] of [...bySeries].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const { numbers, ...issued } = await this.numbers.draw(db, group[0]!.series, group.length);
      group.forEach((draft, place) => {
        const invoice = newInvoice(draft, { ...issued, number: numbers[place]! });
        numbered.push({ request: draft.request, invoice });
      });
    }
    if (numbered.length > 0) await this.invoices.insertAll(db, numbered.map(({ invoice }) => invoice));
    for (const { request, invoice } of numbered) {
      reply(request, invoice);
      this.announce(request, invoice);
    }
  }

  /** Tells others of a number that was drawn, or of the content that it has now. */
  private announce({ tx, orderId, order }: IssueRequest, invoice: NewInvoice): void {
    const { orderNumber, company, mode } = order;
    const assignedAt = this.clock().toISOString();
    tx.publish(InvoiceNumberAssigned.of({
      orderId, orderNumber, company, mode, invoice: issuedInvoice(invoice), assignedAt,
    }));
  }
}

/** A number that is void, or is to be, is never used again: the order cannot be invoiced any more. */
function refuseForGood(request: IssueRequest, { number, state }: Invoice): undefined {
  const what = state === InvoiceState.void ? 'was voided' : 'was refused for good';
  return refuse(request, [], `invoice-${state}`, `invoice ${number} of this order ${what}; an order has one invoice`);
}

/** Replies that the invoice has another content than the order, and keeps it. */
function dead({ tx, orderId, commandId }: IssueRequest, { number, state }: Invoice): undefined {
  const detail = `invoice ${number} is ${state}: its content can no longer be changed to that of the order`;
  return void tx.reply(CommandDead.of({ orderId, commandId, code: `invoice-${state}`, detail }));
}

function reply({ tx, orderId, commandId }: IssueRequest, invoice: NewInvoice): void {
  tx.reply(InvoiceIssued.of({ orderId, commandId, invoice: issuedInvoice(invoice) }));
}

/** Replies a refusal; nothing was numbered. */
export function refuse(
  { tx, orderId, commandId }: Pick<IssueRequest, 'tx' | 'orderId' | 'commandId'>,
  findings: readonly Finding[],
  code = 'preflight-failed',
  detail = `${findings.length} finding(s): ${[...new Set(findings.map(({ rule }) => rule))].join(', ')}`,
): undefined {
  tx.reply(InvoiceRefused.of({ orderId, commandId, code, detail, findings }));
}

function newInvoice({ request, company, series, document }: Draft, issue: Issue): NewInvoice {
  const { orderId, order, receiver } = request;
  const { number, issueDate, issueTime } = issue;
  const buyer = buyerOf(order.buyer);
  return {
    orderId,
    number,
    ettn: ettnOf(request),
    prefix: number.slice(0, 3),
    company: company.code,
    mode: order.mode,
    profile: series.kind,
    receiverAlias: receiver.alias ?? null,
    issueDate,
    issueTime,
    orderNumber: order.orderNumber,
    buyerName: buyer.scheme === 'VKN' ? buyer.name : `${buyer.firstName} ${buyer.familyName}`,
    buyerTaxId: buyer.id,
    currency: order.currency,
    netMinor: order.totals.netMinor,
    taxMinor: order.totals.taxMinor,
    grossMinor: order.totals.grossMinor,
    taxes: order.taxes,
    xml: document(issue),
  };
}

/** The document of an order; none, where its amounts vanish when their tax is taken out. */
function documentOf(request: IssueRequest, company: Company, profile: Profile): InvoiceDocument | undefined {
  try {
    return invoiceDocument(request.order, company, { ettn: ettnOf(request), profile });
  } catch (error) {
    if (error instanceof RuleBroken) return undefined;
    throw error;
  }
}

function seriesOf({ code, zone, series }: Company, { mode }: Order, kind: Profile): Series {
  const { eFatura, eArsiv } = series[mode];
  return { company: code, mode, kind, prefix: kind === Profile.basic ? eFatura : eArsiv, zone };
}

/** The same for the same order, on every machine and for ever: an invoice restored from a backup keeps its ETTN. */
function ettnOf({ orderId }: IssueRequest): string {
  return v5('ettn', orderId);
}
