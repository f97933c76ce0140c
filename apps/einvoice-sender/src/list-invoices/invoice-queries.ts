import type { Invoice, InvoiceSummary } from '../invoice/invoice.js';
import { INVOICE_COLUMNS, invoiceOf, type InvoiceRow, SUMMARY_COLUMNS, summaryOf } from '../invoice/invoice-row.js';
import type { Queryable } from '../invoice/queryable.js';
import type { GapReport } from './invoice-view.js';

interface VoidRow {
  number: string;
  voided_at: Date;
  void_reason: string;
}

/** Reads invoices for people; never locks a row. */
export class InvoiceQueries {
  constructor(private readonly db: Queryable) {}

  /** At most `limit` invoices of one date, by number, those after a number; without their documents. */
  async onDate(date: string, { after, limit }: { after?: string; limit: number }): Promise<InvoiceSummary[]> {
    const rows = await this.db.query<Omit<InvoiceRow, 'xml'>>(
      `SELECT ${SUMMARY_COLUMNS} FROM invoice WHERE issue_date = $1 AND number > $2 ORDER BY number LIMIT $3`,
      [date, after ?? '', limit],
    );
    return rows.map(summaryOf);
  }

  async byNumber(number: string): Promise<Invoice | undefined> {
    const [row] = await this.db.query<InvoiceRow>(`SELECT ${INVOICE_COLUMNS} FROM invoice WHERE number = $1`, [number]);
    return row && invoiceOf(row);
  }

  /**
   * The gap report of a series; `undefined` when it has no number of that year. One snapshot.
   *
   * The numbers of a year are read once, by their index, whatever joins the pool plans: a number looked for one by one, and
   * compared as text with the column's `char`, would be looked for among all others.
   */
  async gaps(series: string, year: number): Promise<GapReport | undefined> {
    const [row] = await this.db.query<{ drawn: string; missing: string[] | null; voids: VoidRow[] | null }>(
      `WITH own AS (
         SELECT number, state, voided_at, void_reason FROM invoice
         WHERE number BETWEEN ($1::text || $2::int || '000000000')::char(16) AND ($1::text || $2::int || '999999999')::char(16))
       SELECT s.next - 1 AS drawn,
              (SELECT array_agg(s.prefix || s.year || lpad(sequence::text, 9, '0') ORDER BY sequence)
               FROM (SELECT generate_series(1, s.next - 1) EXCEPT SELECT substr(number, 8)::bigint FROM own) AS n (sequence)
              ) AS missing,
              (SELECT json_agg(v ORDER BY v.number)
               FROM (SELECT number, voided_at, void_reason FROM own WHERE state = 'void') v) AS voids
       FROM invoice_series s WHERE s.prefix = $1 AND s.year = $2`,
      [series, year],
    );
    if (!row) return undefined;
    const voids = (row.voids ?? []).map(({ number, voided_at, void_reason }) => {
      return { number, at: new Date(voided_at).toISOString(), reason: void_reason };
    });
    return { series, year, drawn: Number(row.drawn), voids, missing: row.missing ?? [] };
  }
}
