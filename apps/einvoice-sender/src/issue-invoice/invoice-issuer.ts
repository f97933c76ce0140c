import { businessDate, RuleBroken } from '@kervan/commerce';
import {
  type Finding, InvoiceIssued, InvoiceNumberAssigned, InvoiceRefused, type Mode, type Order,
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
 * has one invoice for ever: where it exists, the reply tells it. One that was refused for its form is written anew from
 * the order under the same number, ETTN and date.
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
    const today = businessDate(new Date(this.clock().getTime() + TILL_AHEAD_MS), company?.zone);
    return preflight(order, { company, mode: this.mode, today });
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
      const corrects = invoice?.state === InvoiceState.correctable;
      const draft = invoice && !corrects ? tell(request!, invoice) : this.draft(request!);
      if (draft && invoice) await this.correct(db, draft, invoice);
      else if (draft) drafts.push(draft);
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
    const document = documentOf(request, company, series);
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

  private async correct(db: Queryable, draft: Draft, invoice: Invoice): Promise<void> {
    const { request, series } = draft;
    if (series.kind !== invoice.profile) {
      const detail = `the buyer now takes ${series.kind}, but the number belongs to ${invoice.profile}: void it`;
      return refuse(request, [], 'receiver-changed', detail);
    }
    const corrected = newInvoice(draft, invoice);
    await this.invoices.correct(db, corrected);
    reply(request, corrected);
    this.announce(request, corrected);
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

/** Replies what the order's invoice is; a void number is never used again, so the order cannot be invoiced any more. */
function tell(request: IssueRequest, invoice: Invoice): undefined {
  if (invoice.state !== InvoiceState.void) return void reply(request, invoice);
  return refuse(
    request,
    [],
    'invoice-void',
    `invoice ${invoice.number} of this order was voided; an order has one invoice`,
  );
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
function documentOf(request: IssueRequest, company: Company, { kind }: Series): InvoiceDocument | undefined {
  try {
    return invoiceDocument(request.order, company, { ettn: ettnOf(request), profile: kind });
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
