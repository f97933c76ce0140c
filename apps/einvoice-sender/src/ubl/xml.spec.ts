import fc from 'fast-check';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { type Content, writeXml } from './xml.js';

/** What a reader of its own makes of a document: [name, attributes, text, children]. */
type Read = readonly [string, Readonly<Record<string, string>>, string, readonly Read[]];

function read(xml: string): Read {
  const document = XmlDocument.fromString(xml);
  try {
    return readElement(document.root);
  } finally {
    document.dispose();
  }
}

function readElement(element: XmlElement): Read {
  const children: Read[] = [];
  for (let node = element.firstChild; node; node = node.next) {
    if (node instanceof XmlElement) children.push(readElement(node));
  }
  const attributes = Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));
  return [element.name, attributes, children.length === 0 ? element.content : '', children];
}

/** The same of content as it was given to the writer. */
function given(name: string, content: Content): Read {
  if (typeof content === 'string') return [name, {}, content, []];
  const entries = Object.entries(content).filter(([, value]) => value !== undefined);
  const attributes = entries.filter(([key]) => key.startsWith('@')).map(([key, value]) => [key.slice(1), value]);
  const children = entries.filter(([key]) => !/^[@#]/.test(key));
  return [
    name,
    Object.fromEntries(attributes) as Record<string, string>,
    (content['#'] as string | undefined) ?? '',
    children.flatMap(([key, value]) => [value as Content].flat().map((one) => given(key, one))),
  ];
}

const XML_CHARACTER = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]$/u;
const markup = fc.constantFrom('&', '<', '>', '"', "'", '\t', '\n', '\r', ']]>', '<!--', '&amp;', '<![CDATA[', 'ğ', '🍎');
const character = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((one) => XML_CHARACTER.test(one));
const text = fc.array(fc.oneof(markup, character)).map((parts) => parts.join(''));
const name = fc.constantFrom('a', 'b', 'c', 'd');
const attribute = fc.constantFrom('@x', '@y');
const { content } = fc.letrec<{ content: Content }>((tie) => ({
  content: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.tuple(fc.dictionary(attribute, text), text).map(([attributes, own]) => ({ ...attributes, '#': own })),
    fc
      .tuple(
        fc.dictionary(attribute, text),
        fc.dictionary(name, fc.option(fc.oneof(tie('content'), fc.array(tie('content'))), { nil: undefined })),
      )
      .map(([attributes, elements]) => ({ ...attributes, ...elements }) as Content),
  ),
}));

describe('writing XML', () => {
  it('gives any reader back what was given, whatever texts and attributes hold', () => {
    const same = fc.property(content, (root) => {
      expect(read(writeXml({ root }))).toEqual(given('root', root));
    });
    fc.assert(same, { numRuns: 200 });
  });

  it('leaves out what is undefined, and writes each of a list under its name', () => {
    expect(writeXml({ a: { '@x': '1', 'b': ['1', { c: '' }], 'd': undefined, 'e': [] } })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><a x="1"><b>1</b><b><c/></b></a>',
    );
  });

  it.each(['\u0000', '\u0008', '\u001F', '\uFFFE', '\uFFFF', '\uD83C', '\uDF4E\uD83C'])(
    'refuses %j, which XML 1.0 cannot carry, in a text and in an attribute',
    (bad) => {
      expect(() => writeXml({ a: `bread${bad}` })).toThrow(TypeError);
      expect(() => writeXml({ a: { '@x': bad, '#': '' } })).toThrow(TypeError);
    },
  );
});
