import { businessDate, isCalendarDate, isCurrency, minorFromDecimal, RuleBroken, withoutZeros } from '@kervan/commerce';
import type { XmlElement } from '../xml/xml-element.js';
import { CamtFault } from './camt-fault.js';

const LONGEST_TEXT = 4_000;
/** ISO 20022 gives identifiers 35 characters; an index holds far more of them, but no more than 2,700 bytes. */
const LONGEST_ID = 200;

/** The text of an element that must be there. @throws {CamtFault} */
export function required(within: XmlElement, ...names: readonly string[]): XmlElement {
  const found = within.one(...names);
  if (!found || (found.text === '' && found.children.length === 0)) {
    throw new CamtFault('missing-element', within, names.join('/'));
  }
  return found;
}

/** The text of an element, if it is there and not empty. @throws {CamtFault} when it is longer than any bank's. */
export function textOf(element: XmlElement | undefined): string | null {
  return atMost(LONGEST_TEXT, element);
}

/** An identifier, if it is there and not empty. @throws {CamtFault} when it is longer than any bank's. */
export function idOf(element: XmlElement | undefined): string | null {
  return atMost(LONGEST_ID, element);
}

function atMost(longest: number, element: XmlElement | undefined): string | null {
  if (!element || element.text === '') return null;
  if (element.text.length > longest) throw new CamtFault('text-too-long', element, `at most ${longest} characters`);
  return element.text;
}

/** The side that an amount is on. @throws {CamtFault} `invalid-indicator` */
export function isCredit(within: XmlElement): boolean {
  const indicator = required(within, 'CdtDbtInd');
  if (indicator.text !== 'CRDT' && indicator.text !== 'DBIT') {
    throw new CamtFault('invalid-indicator', indicator, 'CRDT or DBIT');
  }
  return indicator.text === 'CRDT';
}

/** An amount with its currency, exactly, in minor units. */
export interface Amount {
  readonly minor: number;
  readonly currency: string;
}

const AMOUNT = 'a decimal from 0 of at most 18 digits, with no more places than its currency has';

/** @throws {CamtFault} `missing-currency`, `unknown-currency`, `invalid-amount` */
export function amountOf(element: XmlElement): Amount {
  const currency = element.attributes.get('Ccy');
  if (currency === undefined) throw new CamtFault('missing-currency', element, 'the attribute Ccy');
  if (!isCurrency(currency)) throw new CamtFault('unknown-currency', element, 'an active code of ISO 4217 as Ccy');
  const decimal = plainDecimal(element.text);
  if (decimal === undefined) throw new CamtFault('invalid-amount', element, AMOUNT);
  try {
    return { minor: minorFromDecimal(withoutZeros(decimal), currency), currency };
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error;
    throw new CamtFault('invalid-amount', element, AMOUNT);
  }
}

/** A control sum, which has no currency, in hundred-thousandths. @throws {CamtFault} `invalid-amount` */
export function controlSumOf(element: XmlElement | undefined): bigint | null {
  if (!element) return null;
  const decimal = plainDecimal(element.text);
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d{1,5})0*)?$/.exec(decimal ?? '') ?? [];
  if (whole === undefined) throw new CamtFault('invalid-amount', element, 'a decimal from 0 of at most 5 places');
  return BigInt(whole + fraction.padEnd(5, '0'));
}

/** The forms of an xs:decimal from 0 on ('+5.00', '007.50', '.5', '5.') in one form: '5.00', '7.50', '0.5', '5'. */
function plainDecimal(text: string): string | undefined {
  const [, whole = '', fraction = ''] = /^\+?(\d{0,18})(?:\.(\d{0,18}))?$/.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  return `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction && `.${fraction}`}`;
}

/** A count. @throws {CamtFault} `invalid-number` */
export function countOf(element: XmlElement | undefined): number | null {
  if (!element) return null;
  if (!/^\d{1,15}$/.test(element.text)) throw new CamtFault('invalid-number', element, 'a whole number from 0');
  return Number(element.text);
}

/** The number of a page, 1 where none is given. @throws {CamtFault} `invalid-number` */
export function pageOf(element: XmlElement | undefined): number {
  const page = countOf(element) ?? 1;
  if (element && page > 99_999) throw new CamtFault('invalid-number', element, 'a page of at most 5 digits');
  return page;
}

/** A number of up to 18 digits, which may be more than a JavaScript number holds. @throws {CamtFault} */
export function sequenceOf(element: XmlElement | undefined): string | null {
  if (!element) return null;
  if (!/^\d{1,18}$/.test(element.text))
    throw new CamtFault('invalid-number', element, 'a whole number of at most 18 digits');
  return element.text.replace(/^0+(?=\d)/, '');
}

/** @throws {CamtFault} `invalid-indicator` */
export function isTrue(element: XmlElement | undefined): boolean {
  if (!element) return false;
  if (!/^(true|false|1|0)$/.test(element.text)) throw new CamtFault('invalid-indicator', element, 'true or false');
  return element.text === 'true' || element.text === '1';
}

/**
 * A day, given as a date or as an instant: that of the bank's own clock where its offset is told, else, in UTC (`Z`),
 * the business day.
 *
 * @throws {CamtFault} `invalid-date`
 */
export function dayOf(element: XmlElement | undefined): string | null {
  if (!element) return null;
  const given = element.one('Dt') ?? element.one('DtTm') ?? element;
  const day = given.text.slice(0, 10);
  const [, time] = /^(T\d{2}:\d{2}.{0,24}|Z|[+-]\d{2}:\d{2})?$/.exec(given.text.slice(10)) ?? [null, null];
  const isUtc = time?.startsWith('T') && time.endsWith('Z');
  const wrong = time === null || !isCalendarDate(day) || day < '0001' || (isUtc && Number.isNaN(Date.parse(given.text)));
  if (wrong) throw new CamtFault('invalid-date', given, 'a date or an instant of ISO 8601');
  return isUtc ? businessDate(given.text) : day;
}
