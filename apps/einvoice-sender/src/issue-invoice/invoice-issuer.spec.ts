import { Mode } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { Companies } from '../companies/company.js';
import { companiesJson } from '../fixtures/company.js';
import { orderOf } from '../fixtures/orders.js';
import { InvoiceStore } from '../invoice/invoice-store.js';
import { InvoiceIssuer } from './invoice-issuer.js';
import { InvoiceNumbers } from './invoice-numbers.js';

/** The rules that the findings break in a sale of a business date, seen from an instant. */
function found(businessDate: string, now: string, zone = 'Europe/Istanbul'): string[] {
  const schema = { violations: () => [] };
  const { companies: sellers } = JSON.parse(companiesJson) as { companies: object[] };
  const companies = Companies.parse(JSON.stringify({ companies: sellers.map((one) => ({ ...one, zone })) }));
  const clock = (): Date => new Date(now);
  const issuer = new InvoiceIssuer(companies, Mode.live, schema, new InvoiceStore(), new InvoiceNumbers(), clock);
  return issuer.findings({ ...orderOf(), businessDate }).map(({ rule }) => rule);
}

describe('the business date of a sale to be invoiced', () => {
  it.each([
    ['2026-11-22', '2026-11-21T21:00:00Z', 'after midnight in Istanbul, which is the evening before in UTC', []],
    ['2026-11-21', '2026-11-21T21:30:00Z', 'of yesterday', []],
    ['2026-11-22', '2026-11-21T20:56:00Z', 'by a till whose clock is 4 minutes ahead over midnight', []],
    ['2026-11-22', '2026-11-21T20:54:00Z', 'by a clock that is 6 minutes ahead', ['date-in-future']],
    ['2027-01-01', '2026-12-31T20:58:00Z', "by a clock that is ahead over New Year's Eve", []],
  ])('%s at %s, %s', (businessDate, now, _, rules) => expect(found(businessDate, now)).toEqual(rules));

  it.each([
    ['Europe/London', '2026-11-22', '2026-11-21T21:30:00Z', 'of today in Istanbul, yesterday at the company', []],
    ['America/New_York', '2026-11-22', '2026-11-21T21:30:00Z', 'of today in Istanbul, yesterday at the company', []],
    ['America/New_York', '2026-11-21', '2026-11-21T21:30:00Z', 'of today at the company', []],
    ['America/New_York', '2026-11-22', '2026-11-21T20:54:00Z', 'of tomorrow in both', ['date-in-future']],
    ['America/New_York', '2026-11-23', '2026-11-21T21:30:00Z', 'of tomorrow in Istanbul', ['date-in-future']],
    ['Asia/Tokyo', '2026-11-22', '2026-11-21T15:30:00Z', 'of today at the company, tomorrow in Istanbul', []],
  ])('in %s %s at %s, %s', (zone, businessDate, now, _, rules) => {
    expect(found(businessDate, now, zone)).toEqual(rules);
  });
});
