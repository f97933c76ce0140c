import type { Mode } from '@kervan/contracts';
import { RetryableFailure } from '@kervan/messaging';
import type { Profile } from '../invoice/profile.js';
import type { Queryable } from '../invoice/queryable.js';

/** Where numbers are drawn from: one series per company, mode and kind; a new one begins with each year. */
export interface Series {
  readonly company: string;
  readonly mode: Mode;
  readonly kind: Profile;
  readonly prefix: string;
  /** The company's zone, in which the year turns. */
  readonly zone: string;
}

/** Numbers of one series that follow each other, with the date and time of their invoices. */
export interface DrawnNumbers {
  readonly numbers: readonly string[];
  readonly year: number;
  readonly issueDate: string;
  readonly issueTime: string;
}

interface DrawnRow {
  first: string;
  year: number;
  issue_date: string;
  issue_time: string;
}

/** A series as it was opened in a year. */
type OpenedSeries = Pick<Series, 'company' | 'mode' | 'kind' | 'prefix'> & { readonly year: number };

/**
 * Draws invoice numbers without gaps: each follows the one before, and a rollback gives them back.
 *
 * The row of the series stays locked until the transaction ends, so draw last in it, and of several series in the order
 * of their prefixes. The issue date never falls behind the series' last one, and is read after the lock is held:
 * whoever waits over midnight gets the new day, and over New Year the new year's series.
 */
export class InvoiceNumbers {
  /** @param now SQL expression of the present instant; the database's clock, one for all replicas. */
  constructor(private readonly now = 'clock_timestamp()') {}

  /** @throws {RetryableFailure} when the prefix is another series' for this year, or the series has another one. */
  async draw(db: Queryable, series: Series, count: number): Promise<DrawnNumbers> {
    for (;;) {
      const [, [drawn]] = await Promise.all([this.lock(db, series), this.drawLocked(db, series, count)]);
      if (drawn) return numbersOf(series, drawn, count);
      await this.openYear(db, series);
      await this.requireNoOther(db, series);
    }
  }

  /** Waits for who is just drawing; what is read by a statement after it is read later than whatever that one did. */
  private lock(db: Queryable, { prefix, company, mode, kind, zone }: Series): Promise<unknown> {
    return db.query(
      `SELECT FROM invoice_series
       WHERE prefix = $1 AND company = $2 AND mode = $3 AND kind = $4
         AND year = extract(year FROM ${this.now} AT TIME ZONE $5)
       FOR NO KEY UPDATE`,
      [prefix, company, mode, kind, zone],
    );
  }

  /** Looks at the clock once, so that date and time are of one instant. */
  private drawLocked(db: Queryable, { prefix, company, mode, kind, zone }: Series, count: number): Promise<DrawnRow[]> {
    return db.query<DrawnRow>(
      `WITH present AS MATERIALIZED (SELECT ${this.now} AT TIME ZONE $5 AS at)
       UPDATE invoice_series s
       SET next = s.next + $6, last_date = greatest(s.last_date, present.at::date)
       FROM present
       WHERE s.prefix = $1 AND s.company = $2 AND s.mode = $3 AND s.kind = $4 AND s.year = extract(year FROM present.at)
       RETURNING s.next - $6 AS first, s.year, s.last_date::text AS issue_date,
                 to_char(present.at, 'HH24:MI:SS') AS issue_time`,
      [prefix, company, mode, kind, zone, count],
    );
  }

  private async openYear(db: Queryable, { prefix, company, mode, kind, zone }: Series): Promise<void> {
    await db.query(
      `INSERT INTO invoice_series (prefix, year, company, mode, kind, last_date)
       SELECT $1, extract(year FROM today.date), $2, $3, $4, today.date
       FROM (SELECT (${this.now} AT TIME ZONE $5)::date AS date) today
       ON CONFLICT DO NOTHING`,
      [prefix, company, mode, kind, zone],
    );
  }

  /** A series keeps its prefix until the year ends: a file of companies that says otherwise is wrong, and draws nothing. */
  private async requireNoOther(db: Queryable, series: Series): Promise<void> {
    const { prefix, company, mode, kind, zone } = series;
    const others = await db.query<OpenedSeries>(
      `SELECT prefix, year, company, mode, kind FROM invoice_series
       WHERE year = extract(year FROM ${this.now} AT TIME ZONE $5)
         AND (prefix = $1) <> ((company, mode, kind) = ($2, $3, $4)) ORDER BY prefix`,
      [prefix, company, mode, kind, zone],
    );
    if (others.length === 0) return;
    const owners = others.map((other) => `${other.prefix} belongs to ${useOf(other)} in ${other.year}`).join(', ');
    throw new RetryableFailure('series-prefix-changed', `${prefix} is set for ${useOf(series)}, but ${owners}`);
  }
}

function useOf({ company, mode, kind }: Pick<Series, 'company' | 'mode' | 'kind'>): string {
  return `${company} ${mode} ${kind}`;
}

function numbersOf({ prefix }: Series, row: DrawnRow, count: number): DrawnNumbers {
  const numbers = Array.from({ length: count }, (_, index) => {
    return `${prefix}${row.year}${String(Number(row.first) + index).padStart(9, '0')}`;
  });
  return { numbers, year: row.year, issueDate: row.issue_date, issueTime: row.issue_time };
}
