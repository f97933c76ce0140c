import { describe, expect, it } from 'vitest';
import { refusalOf, xmlLimits } from './xml-limits.js';

const looked = (xml: string | Buffer) => refusalOf(Buffer.from(xml as string));
const times = (count: number, text: string): string => text.repeat(count);

describe('a document is looked through before it is parsed', () => {
  it.each([
    ['an ordinary one', '<?xml version="1.0" encoding="utf-8"?><a b="1"><c/>ş &amp; </a>'],
    ['a document type in a comment', '<a><!-- <!DOCTYPE x> --></a>'],
    ['a document type in a CDATA section', '<a><![CDATA[<!DOCTYPE x>]]></a>'],
    ['a document type in an attribute', '<a b="<!DOCTYPE x>"/>'],
    ['the last level', times(xmlLimits.levels, '<a>') + times(xmlLimits.levels, '</a>')],
    ['many empty elements beside each other', `<a>${times(1_000, '<b/>')}</a>`],
    ['as many references as allowed', `<a>${times(xmlLimits.references, '&lt;')}</a>`],
    ['what is cut off, which is for the parser', '<a b="'],
    ['an unclosed comment, which is for the parser', '<a><!-- '],
  ])('and passes with %s', (_what, xml) => {
    expect(looked(xml)).toBeUndefined();
  });

  it.each([
    ['a document type', '<!DOCTYPE a><a/>', 'doctype-forbidden'],
    [
      'a document type in small letters',
      '<?xml version="1.0"?>\n<!-- x --><!doctype a SYSTEM "file:///etc/passwd"><a/>',
      'doctype-forbidden',
    ],
    ['billion laughs', '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>', 'doctype-forbidden'],
    ['a byte order mark', '\ufeff<a/>', 'invalid-encoding'],
    ['UTF-16', Buffer.from('<a/>', 'utf16le'), 'invalid-encoding'],
    ['invalid UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xc3, 0x28]), 'invalid-encoding'],
    ['a NUL', '<a>\0</a>', 'invalid-encoding'],
    ['another encoding by its own word', '<?xml version="1.0" encoding="ISO-8859-9"?><a/>', 'invalid-encoding'],
  ])('and is refused with %s', (_what, xml, code) => {
    expect(looked(xml)).toEqual({ code });
  });

  it.each([
    ['levels', times(xmlLimits.levels + 1, '<a>')],
    ['levels', times(1_000_000, '<a>')],
    ['elements', `<r>${times(xmlLimits.elements, '<a/>')}</r>`],
    ['attributes', `<a ${times(xmlLimits.attributes + 1, 'b="1" ')}/>`],
    ['references', `<a>${times(xmlLimits.references + 1, '&#65;')}</a>`],
    ['references', `<a b="${times(xmlLimits.references + 1, '&#65;')}"/>`],
  ])('and is refused with too many %s', (limit, xml) => {
    expect(looked(xml)).toMatchObject({ code: 'xml-limit', limit });
  });
});
