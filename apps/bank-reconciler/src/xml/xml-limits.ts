import { isUtf8 } from 'node:buffer';

/** What an XML document may hold; a real statement of 10 MiB stays far below. */
export const xmlLimits = { depth: 64, elements: 400_000, attributes: 16, references: 50_000 } as const;

/** Why a document is not parsed. */
export type XmlRefusal =
  | { readonly code: 'invalid-encoding' }
  | { readonly code: 'doctype-forbidden' }
  | { readonly code: 'xml-limit'; readonly limit: keyof typeof xmlLimits; readonly allowed: number };

const code = (character: string): number => character.charCodeAt(0);
const [BANG, QUOTE, APOSTROPHE, SLASH] = [code('!'), code('"'), code("'"), code('/')];
const [EQUALS, GREATER, QUESTION] = [code('='), code('>'), code('?')];

/**
 * Looks through a document's bytes before any parser does, once and from left to right: about 10 ms for 10 MiB.
 *
 * Refused are another encoding than plain UTF-8 (no byte order mark, no NUL), every document type declaration, and more
 * depth, elements, attributes of one element or references than {@link xmlLimits}. Whether it is well formed is for the
 * parser to say: what contradicts itself here is passed on to it.
 */
export function refusalOf(bytes: Buffer): XmlRefusal | undefined {
  if (!isPlainUtf8(bytes)) return { code: 'invalid-encoding' };
  return tooManyReferences(bytes) ?? structureRefusal(bytes);
}

const OTHER_ENCODING = /^<\?xml[^>]*?encoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])/i;

function isPlainUtf8(bytes: Buffer): boolean {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return !marked && isUtf8(bytes) && !bytes.includes(0) && !OTHER_ENCODING.test(bytes.toString('latin1', 0, 200));
}

function tooManyReferences(bytes: Buffer): XmlRefusal | undefined {
  let count = 0;
  for (let at = bytes.indexOf('&'); at >= 0; at = bytes.indexOf('&', at + 1)) {
    count += 1;
    if (count > xmlLimits.references) return exceeded('references');
  }
  return undefined;
}

function structureRefusal(bytes: Buffer): XmlRefusal | undefined {
  let depth = 0;
  let elements = 0;
  for (let at = bytes.indexOf('<'); at >= 0; at = bytes.indexOf('<', at)) {
    const next = bytes[at + 1];
    if (next === BANG) {
      if (startsWith(bytes, at, '<!DOCTYPE')) return { code: 'doctype-forbidden' };
      at = endOf(bytes, at, startsWith(bytes, at, '<!--') ? '-->' : ']]>');
    } else if (next === QUESTION) {
      at = endOf(bytes, at, '?>');
    } else if (next === SLASH) {
      depth -= 1;
      at += 2;
    } else {
      const tag = tagAt(bytes, at);
      elements += 1;
      if (!tag.empty) depth += 1;
      if (tag.attributes > xmlLimits.attributes) return exceeded('attributes');
      if (depth > xmlLimits.depth) return exceeded('depth');
      if (elements > xmlLimits.elements) return exceeded('elements');
      at = tag.end;
    }
  }
  return undefined;
}

/** A start tag: where it ends, how many attributes it has, and whether it is an empty element. */
function tagAt(bytes: Buffer, start: number): { end: number; attributes: number; empty: boolean } {
  let attributes = 0;
  let quote = 0;
  for (let at = start + 1; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (quote !== 0) quote = byte === quote ? 0 : quote;
    else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
    else if (byte === EQUALS) attributes += 1;
    else if (byte === GREATER) return { end: at, attributes, empty: bytes[at - 1] === SLASH };
  }
  return { end: bytes.length, attributes, empty: true };
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  return bytes.toString('latin1', at, at + text.length).toUpperCase() === text;
}

function endOf(bytes: Buffer, at: number, mark: string): number {
  const end = bytes.indexOf(mark, at, 'latin1');
  return end < 0 ? bytes.length : end + mark.length;
}

function exceeded(limit: keyof typeof xmlLimits): XmlRefusal {
  return { code: 'xml-limit', limit, allowed: xmlLimits[limit] };
}
