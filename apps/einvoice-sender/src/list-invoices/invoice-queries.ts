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

  /** The gap report of a series; `undefined` when it has no number of that year. One snapshot. */
  async gaps(series: string, year: number): Promise<GapReport | undefined> {
    const [row] = await this.db.query<{ drawn: string; missing: string[] | null; voids: VoidRow[] | null }>(
      `SELECT s.next - 1 AS drawn,
              (SELECT array_agg(n.number ORDER BY n.number)
               FROM (SELECT s.prefix || s.year || lpad(i::text, 9, '0') AS number
                     FROM generate_series(1, s.next - 1) i) n
               WHERE NOT EXISTS (SELECT FROM invoice v WHERE v.number = n.number)) AS missing,
              (SELECT json_agg(v ORDER BY v.number)
               FROM (SELECT number, voided_at, void_reason FROM invoice
                     WHERE prefix = s.prefix AND year = s.year AND state = 'void') v) AS voids
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
