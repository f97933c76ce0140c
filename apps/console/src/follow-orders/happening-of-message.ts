import {
  AmendOrder,
  CommandDead,
  CommandWithdrawn,
  DocumentType,
  FiscalDocument,
  InvoiceClearanceRefused,
  InvoiceCleared,
  InvoiceNumberAssigned,
  InvoiceNumberVoided,
  InvoicePosted,
  OrderAttentionResolved,
  OrderCancelled,
  OrderCompleted,
  OrderNeedsAttention,
  OrderPlaced,
  OrderReversed,
  OrderTaken,
  PauseOrder,
  PaymentMatched,
  PaymentPosted,
  PaymentStatus,
  type RecordType,
  ResumeOrder,
  RetryStep,
  SalesOrderCancelled,
  SalesOrderPosted,
  SalesOrderRejected,
  SkipStep,
  StepDeadlineReached,
} from '@kervan/contracts';
import { Header, type Received, spanContextOf } from '@kervan/messaging';
import { amendedFacts, isCaptured } from './amended-facts.js';
import type { Facts, Happening, Term } from './happening.js';
import { type HappeningKind, TermKind } from './happening-kind.js';

/** What a record tells of an order, beside what its headers do. */
type Telling = Partial<Pick<Happening, 'reference' | 'step' | 'code' | 'detail'>> & { readonly facts?: Facts };

interface Reader {
  readonly kind: HappeningKind;
  tell(data: unknown): Telling;
}

const readers = new Map<string, Reader>();

function reads<T>(record: RecordType<T>, tell: (data: T) => Telling): RecordType<T> {
  const kind = record.fullName.split('.').at(-1) as HappeningKind;
  readers.set(record.fullName, { kind, tell: (data) => tell(data as T) });
  return record;
}

/**
 * Every record that the console follows.
 *
 * Of each only numbers, states and times are read: no buyer, no reason in free words, no name of who acted.
 */
export const followedRecords = [
  reads(OrderPlaced, placed),
  reads(OrderCancelled, ({ orderNumber }) => ({ facts: { orderNumber } })),
  reads(OrderTaken, taken),
  reads(OrderCompleted, ended),
  reads(OrderReversed, ended),
  reads(OrderNeedsAttention, ({ orderNumber, step, code, detail, since }) => ({
    step,
    code,
    detail,
    facts: { orderNumber, since },
  })),
  reads(OrderAttentionResolved, ({ orderNumber, step, code }) => ({ step, code, facts: { orderNumber } })),
  reads(RetryStep, () => ({})),
  reads(AmendOrder, ({ mergePatch }) => ({ facts: { amended: amendedFacts(mergePatch) } })),
  reads(SkipStep, ({ step }) => ({ step })),
  reads(PauseOrder, () => ({})),
  reads(ResumeOrder, () => ({})),
  reads(StepDeadlineReached, ({ step }) => ({ step })),
  reads(SalesOrderPosted, ({ erpNumber }) => {
    const { reference, facts } = erpDocument(erpNumber);
    return { reference, facts: { ...facts, erpOrderNumber: erpNumber } };
  }),
  reads(SalesOrderRejected, ({ code, detail }) => ({ code, detail })),
  reads(SalesOrderCancelled, ({ erpNumber }) => erpDocument(erpNumber)),
  reads(InvoicePosted, ({ erpNumber }) => erpDocument(erpNumber)),
  reads(PaymentPosted, ({ erpNumber }) => erpDocument(erpNumber)),
  reads(CommandDead, ({ code, detail }) => ({ code, detail })),
  reads(CommandWithdrawn, () => ({})),
  reads(InvoiceNumberAssigned, ({ orderNumber, invoice }) => ({
    reference: invoice.number,
    facts: {
      orderNumber,
      invoiceNumber: invoice.number,
      amountMinor: invoice.grossMinor,
      currency: invoice.currency,
      terms: [{ kind: TermKind.invoice_number, text: invoice.number }],
    },
  })),
  reads(InvoiceCleared, ({ invoiceNumber }) => ({ reference: invoiceNumber })),
  reads(InvoiceClearanceRefused, ({ invoiceNumber, code, detail }) => ({ reference: invoiceNumber, code, detail })),
  reads(InvoiceNumberVoided, ({ invoiceNumber }) => ({ reference: invoiceNumber })),
  reads(PaymentMatched, ({ statementReference, amountMinor, currency, settlesOrder, acceptedDueMinor, accountDigest }) => ({
    reference: statementReference,
    facts: {
      amountMinor,
      currency,
      settlesOrder,
      ...(acceptedDueMinor !== null && { acceptedDueMinor }),
      ...(accountDigest !== null && { accountDigest }),
    },
  })),
] as const;

/** What a message tells of its order. */
export function happeningOf({ type, data, ...message }: Received<unknown>): Happening {
  const reader = readers.get(type.fullName);
  if (!reader) throw new TypeError(`${type.fullName} is not followed`);
  const { reference = null, step = null, code = null, detail = null, facts = {} } = reader.tell(data);
  return {
    messageId: message.id,
    orderId: message.key,
    kind: reader.kind,
    at: message.time,
    offset: Number(message.offset),
    service: message.headers[Header.source]?.toString() ?? null,
    reference,
    step,
    code,
    detail,
    facts,
    correlationId: message.correlationId,
    causationId: message.causationId ?? null,
    traceId: spanContextOf(message.traceparent)?.traceId ?? null,
  };
}

function taken({ receivable }: OrderTaken): Telling {
  if (!receivable) return {};
  const { dueMinor, grossMinor, currency } = receivable;
  return { facts: { dueMinor, ...(grossMinor !== null && { amountMinor: grossMinor, currency }) } };
}

function placed({ order }: OrderPlaced): Telling {
  const { orderNumber, company, mode, channel, source, placedAt, businessDate, currency, totals } = order;
  const invoiceDue = order.fiscalDocument === FiscalDocument.invoice;
  const captured = isCaptured(order.payments);
  const due = order.payments.filter(({ status }) => status === PaymentStatus.due);
  const dueMinor = due.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    reference: orderNumber,
    facts: {
      orderNumber,
      amountMinor: totals.grossMinor,
      currency,
      placed: { company, mode, channel, source, placedAt, businessDate, invoiceDue, captured, dueMinor },
      terms: order.references.flatMap(({ type, value }): Term[] =>
        type === TermKind.shop_order || type === TermKind.buyer_order ? [{ kind: type, text: value }] : [],
      ),
    },
  };
}

/** The ERP's numbers of documents that a person has made are told by the end of their order alone. */
function ended({ orderNumber, documents }: OrderCompleted | OrderReversed): Telling {
  const ofErp = documents.filter(({ type }) => type !== DocumentType.invoice);
  const erpOrderNumber = ofErp.findLast(({ type }) => type === DocumentType.erp_sales_order)?.number;
  return {
    facts: {
      orderNumber,
      ...(erpOrderNumber !== undefined && { erpOrderNumber }),
      ...(ofErp.length > 0 && { terms: ofErp.map(({ number }) => ({ kind: TermKind.erp_number, text: number })) }),
    },
  };
}

function erpDocument(erpNumber: string): { readonly reference: string; readonly facts: Facts } {
  return { reference: erpNumber, facts: { terms: [{ kind: TermKind.erp_number, text: erpNumber }] } };
}
