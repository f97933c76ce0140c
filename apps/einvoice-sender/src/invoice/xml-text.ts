import type { Finding } from '@kervan/contracts';
import { finding } from './rules.js';

/** A character outside the Char production of XML 1.0, section 2.2; lone surrogates among them. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Whether XML can carry every character of the text. */
export function fitsXml(text: string): boolean {
  return !NOT_XML.test(text);
}

/** What keeps a mandatory text from being written into XML: that it is empty, or a character that XML cannot carry. */
export function xmlText(field: string, text: string): Finding[] {
  if (text.trim() === '') return [finding(field, 'text-missing')];
  return fitsXml(text) ? [] : [finding(field, 'text-not-allowed')];
}

/** As {@link xmlText}, for a text that may be absent or empty: it is then left out. */
export function optionalXmlText(field: string, text: string | null): Finding[] {
  return text?.trim() ? xmlText(field, text) : [];
}
