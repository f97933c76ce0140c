import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../problem/problem.js';
import { parseStrictJson } from './strict-json.js';

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

function refusalOf(bytes: Buffer | undefined): Problem {
  try {
    parseStrictJson(bytes);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('parseStrictJson', () => {
  it.each<[string, Buffer | undefined, number, string, string?, string?]>([
    ['no body', undefined, 400, 'body-missing'],
    ['an empty body', Buffer.alloc(0), 400, 'body-missing'],
    ['blanks alone', Buffer.from(' \n'), 400, 'body-missing'],
    ['a cut object', Buffer.from('{'), 400, 'malformed-json', undefined, 'Unexpected end at byte 1.'],
    ['a cut text', Buffer.from('{"a":"b'), 400, 'malformed-json', undefined, 'Unexpected end at byte 7.'],
    [
      'a byte after letters of two bytes',
      Buffer.from('{"ş":x}'),
      400,
      'malformed-json',
      undefined,
      'Unexpected character at byte 6.',
    ],
    ['a trailing comma', Buffer.from('{"a":1,}'), 400, 'malformed-json'],
    ['a comment', Buffer.from('{/* */"a":1}'), 400, 'malformed-json'],
    ['NaN', Buffer.from('{"a":NaN}'), 400, 'malformed-json'],
    ['a number with a leading zero', Buffer.from('{"a":01}'), 400, 'malformed-json'],
    ['two documents', Buffer.from('{} {}'), 400, 'malformed-json'],
    ['a raw line break in a text', Buffer.from('{"a":"\n"}'), 400, 'malformed-json'],
    ['the same key twice', Buffer.from('{"a":{"b":1,"b":1}}'), 400, 'duplicate-json-key', '#/a/b'],
    ['the same key twice, once escaped', Buffer.from('{"a":1,"\\u0061":2}'), 400, 'duplicate-json-key', '#/a'],
    ['the same key twice in an array', Buffer.from('[{"x/y":1,"x/y":1}]'), 400, 'duplicate-json-key', '#/0/x~1y'],
    ['__proto__', Buffer.from('{"a":[{"__proto__":{}}]}'), 400, 'forbidden-key', '#/a/0/__proto__'],
    ['constructor', Buffer.from('{"constructor":{"prototype":{}}}'), 400, 'forbidden-key', '#/constructor'],
    ['arrays nested 10,000 deep', Buffer.from('['.repeat(10_000) + ']'.repeat(10_000)), 400, 'too-deep'],
    ['objects nested 10,000 deep and cut', Buffer.from('{"a":'.repeat(10_000)), 400, 'too-deep'],
    ['an array of a million', Buffer.from(`[${'1,'.repeat(999_999)}1]`), 413, 'too-large'],
    ['UTF-16', utf16('{"a":1}'), 400, 'invalid-encoding'],
    ['UTF-16 without a mark', Buffer.from('{"a":1}', 'utf16le'), 400, 'invalid-encoding'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'invalid-encoding'],
    ['latin1', Buffer.from('{"a":"é"}', 'latin1'), 400, 'invalid-encoding'],
    ['a byte order mark', Buffer.from('\ufeff{"a":1}'), 400, 'invalid-encoding'],
    ['a NUL byte', Buffer.from('{"a":"\0"}'), 400, 'invalid-encoding'],
    ['an escaped NUL', Buffer.from('{"a":["\\u0000"]}'), 400, 'invalid-encoding', '#/a/0'],
    ['a lone surrogate', Buffer.from('{"a":"\\ud800"}'), 400, 'invalid-encoding', '#/a'],
    ['a lone surrogate in a key', Buffer.from('{"a":{"\\udc00":1}}'), 400, 'invalid-encoding', '#/a'],
  ])('refuses %s', (_what, bytes, status, code, pointer, detail) => {
    const refusal = refusalOf(bytes);
    expect([refusal.kind.status, refusal.code]).toEqual([status, code]);
    if (pointer !== undefined) expect(refusal.options.errors).toEqual([{ pointer, code }]);
    if (detail !== undefined) expect(refusal.options.detail).toBe(detail);
  });

  it('reads what JSON.parse reads', () => {
    const plain = fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }).filter((value) => {
      const text = JSON.stringify(value);
      return !/\\u0000|__proto__|constructor|prototype/.test(text) && text.isWellFormed();
    });
    fc.assert(
      fc.property(plain, (value) => {
        const text = JSON.stringify(value);
        expect(parseStrictJson(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('answers any bytes with a value or a problem, never with another error', () => {
    const jsonish = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', 'e', '\\', 'u', ' ', 'a', '-', '\0', 'ş'),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array().map((bytes) => Buffer.from(bytes)),
          jsonish.map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          try {
            JSON.stringify(parseStrictJson(bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
