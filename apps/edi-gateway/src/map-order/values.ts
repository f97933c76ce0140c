import { isCalendarDate, localMoment } from '@kervan/commerce';
import { type Segment, valueOf } from '../edifact/segment.js';

/** A date as a DTM tells it, in the zone of the business. */
export interface LocalDate {
  readonly date: string;
  /** HH:MM:SS; midnight where none is told. */
  readonly time: string;
}

/** A number by the decimal mark in force, as a plain decimal; undefined when it is none (ISO 9735, 10). */
export function decimalOf(text: string, mark: '.' | ','): string | undefined {
  const parts = (mark === '.' ? /^(-?)(\d+)(?:\.(\d+))?$/ : /^(-?)(\d+)(?:,(\d+))?$/).exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const short = fraction.replace(/0+$/, '');
  return `${sign}${whole.replace(/^0+(?=\d)/, '')}${short && '.'}${short}`;
}

const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['102', /^(\d{4})(\d\d)(\d\d)$/],
  ['203', /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/],
  ['204', /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/],
]);

/** The date of a DTM (C507), or why there is none: its format (2379) is not supported, or it is no date of this century. */
export function dateOf(dtm: Segment): LocalDate | 'unsupported-date' | 'invalid-date' {
  const form = FORMS.get(valueOf(dtm, 1, 3));
  if (!form) return 'unsupported-date';
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = form.exec(valueOf(dtm, 1, 2)) ?? [];
  const [date, time] = [`${year}-${month}-${day}`, `${hour}:${minute}:${second}`];
  return /^20/.test(date) && isCalendarDate(date) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time)
    ? { date, time }
    : 'invalid-date';
}

/** The instant at which a wall clock in the zone of the business shows that date and time. */
export function instantOf({ date, time }: LocalDate): Date {
  const asUtc = new Date(`${date}T${time}Z`);
  const shown = localMoment(asUtc);
  const ahead = new Date(`${shown.date}T${shown.time}Z`).getTime() - asUtc.getTime();
  return new Date(asUtc.getTime() - ahead);
}

/** A date some days after another. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
