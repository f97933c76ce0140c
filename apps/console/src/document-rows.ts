import { decimalFromMinor, isCurrency } from '@kervan/commerce';
import type { DocumentState } from './follow-orders/document-state.js';
import type { DocumentSummary } from './views.js';

/** The columns of a {@link DocumentRow}, for a SELECT from document. */
export const documentColumns = `document.order_id AS "orderId", order_number AS "orderNumber", company, mode, channel,
  source, gross_minor AS "grossMinor", currency, placed_at AS "placedAt", state, first_at AS "firstAt",
  changed_at AS "changedAt", attention_step AS "attentionStep", attention_code AS "attentionCode",
  attention_detail AS "attentionDetail", attention_since AS "attentionSince", erp_number AS "erpNumber",
  invoice_number AS "invoiceNumber", correlation_id AS "correlationId", trace_id AS "traceId"`;

/** A row of document. */
export interface DocumentRow {
  readonly orderId: string;
  readonly orderNumber: string | null;
  readonly company: string | null;
  readonly mode: string | null;
  readonly channel: string | null;
  readonly source: string | null;
  /** As Postgres gives a bigint. */
  readonly grossMinor: string | null;
  readonly currency: string | null;
  readonly placedAt: Date | null;
  readonly state: DocumentState;
  readonly firstAt: Date;
  readonly changedAt: Date;
  readonly attentionStep: string | null;
  readonly attentionCode: string | null;
  readonly attentionDetail: string | null;
  readonly attentionSince: Date | null;
  readonly erpNumber: string | null;
  readonly invoiceNumber: string | null;
  readonly correlationId: string;
  readonly traceId: string | null;
}

/** A row as lists show it. */
export function summaryOf(row: DocumentRow): DocumentSummary {
  return {
    orderId: row.orderId,
    orderNumber: row.orderNumber,
    company: row.company,
    mode: row.mode,
    channel: row.channel,
    source: row.source,
    amount: amountOf(row.grossMinor === null ? null : Number(row.grossMinor), row.currency),
    currency: row.currency,
    placedAt: row.placedAt?.toISOString() ?? null,
    state: row.state,
    firstAt: row.firstAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    attention: row.attentionSince && {
      step: row.attentionStep ?? '',
      code: row.attentionCode ?? '',
      detail: row.attentionDetail ?? '',
      since: row.attentionSince.toISOString(),
    },
    erpNumber: row.erpNumber,
    invoiceNumber: row.invoiceNumber,
  };
}

/** An amount as a decimal string of its currency; null where there is none, or its currency is not known. */
export function amountOf(minor: number | null | undefined, currency: string | null | undefined): string | null {
  if (typeof minor !== 'number' || !currency || !isCurrency(currency)) return null;
  return decimalFromMinor(minor, currency);
}
