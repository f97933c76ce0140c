import { RuleBroken } from './rule-broken.js';

/** The zone in which invoice dates, number years and fiscal days are read unless a company says otherwise. */
export const DEFAULT_ZONE = 'Europe/Istanbul';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date and a wall-clock time in one zone: '2026-11-21' and '00:30:00'. */
export interface LocalMoment {
  readonly date: string;
  readonly time: string;
}

/**
 * The date ('YYYY-MM-DD') on which an instant falls in a zone: 22:30 UTC is the next day in Istanbul.
 *
 * @throws RuleBroken `invalid-date` for an instant that is none, or a zone unknown to the IANA database
 */
export function businessDate(instant: Date | string, zone: string = DEFAULT_ZONE): string {
  return localMoment(instant, zone).date;
}

/** @throws RuleBroken `invalid-date` for an instant that is none, or a zone unknown to the IANA database */
export function localMoment(instant: Date | string, zone: string = DEFAULT_ZONE): LocalMoment {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) throw new RuleBroken('invalid-date', 'this is no instant');
  const [date, time] = formatOf(zone).format(moment).split(' ');
  return { date: date!, time: time! };
}

/** Tells whether the text names a zone of the IANA database, such as 'Europe/Istanbul'. */
export function isZone(text: string): boolean {
  try {
    return formatOf(text) !== undefined;
  } catch {
    return false;
  }
}

/** Tells whether the text is a date of the calendar (ISO 8601 'YYYY-MM-DD'); '2026-02-30' is none. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('sv-SE-u-ca-gregory-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
    return format;
  } catch {
    throw new RuleBroken('invalid-date', 'the time zone is not in the IANA database');
  }
}
