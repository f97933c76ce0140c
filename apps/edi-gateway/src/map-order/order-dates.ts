import type { Reference } from '@kervan/contracts';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { Findings } from './findings.js';
import { dateOf, type LocalDate } from './values.js';

/** Of the document (2005). */
export const ORDER_DATE = '137';
/** Dates that go with the order as references. */
const DELIVERY_DATES: Readonly<Record<string, string>> = {
  '2': 'delivery_requested',
  '63': 'delivery_latest',
  '64': 'delivery_earliest',
};
/** Dates that change nothing for us. */
const OTHER_DATES = new Set(['4', '10', '11', '15', '37', '38', '61', '69', '76', '171', '200']);

/**
 * The dates of the order by their kind, those that stand before any group; every date has to be one.
 *
 * @param today the latest date that the order may have.
 */
export function datesOf(
  header: readonly Segment[],
  own: readonly Segment[],
  lines: readonly (readonly Segment[])[],
  today: string,
  findings: Findings,
): Map<string, LocalDate> {
  const dates = new Map<string, LocalDate>();
  const ofOrder = new Set(own);
  for (const dtm of [header, ...lines].flat().filter(({ tag }) => tag === 'DTM')) {
    const [kind, date] = [valueOf(dtm, 1), dateOf(dtm)];
    const field = kind === ORDER_DATE ? 'placedAt' : 'references';
    if (kind !== ORDER_DATE && !Object.hasOwn(DELIVERY_DATES, kind) && !OTHER_DATES.has(kind)) {
      findings.add(dtm, field, 'unsupported-date', 'A date is of a kind that is not understood.', { actual: kind });
    }
    if (date === 'invalid-date') {
      findings.add(dtm, field, date, 'This is no date of the calendar.', { actual: valueOf(dtm, 1, 2) });
    } else if (date === 'unsupported-date') {
      findings.add(dtm, field, date, 'The form of a date is none of 102, 203, 204.', { actual: valueOf(dtm, 1, 3) });
    } else if (ofOrder.has(dtm)) {
      if (kind === ORDER_DATE && date.date > today) {
        const detail = 'The order is of a later day than this one.';
        findings.add(dtm, field, 'date-in-future', detail, { expected: today, actual: date.date });
      }
      const before = dates.get(kind) ?? date;
      if (before.date !== date.date || before.time !== date.time) {
        const detail = 'The order has two dates of one kind.';
        const [expected, actual] = [before, date].map((one) => `${one.date} ${one.time}`);
        findings.add(dtm, field, 'date-conflict', detail, { expected: expected!, actual: actual! });
      }
      dates.set(kind, before);
    }
  }
  const told = own.some((dtm) => valueOf(dtm, 1) === ORDER_DATE);
  if (!told) findings.add(header[0], 'placedAt', 'missing-date', 'The order has no date (DTM+137).');
  return dates;
}

/** When the goods are wanted, as references of the order. */
export function deliveryDates(dates: ReadonlyMap<string, LocalDate>): Reference[] {
  return Object.entries(DELIVERY_DATES).flatMap(([kind, type]) => {
    const date = dates.get(kind);
    return date ? [{ type, value: date.date, issuedOn: null }] : [];
  });
}

/** Whether a date is one of delivery, and another than the order's. */
export function isOtherDelivery(dtm: Segment, dates: ReadonlyMap<string, LocalDate>): boolean {
  const [kind, date] = [valueOf(dtm, 1), dateOf(dtm)];
  if (!Object.hasOwn(DELIVERY_DATES, kind) || typeof date === 'string') return false; // what is none is found by itself
  return dates.get(kind)?.date !== date.date;
}
