import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesIn, isKey, keyOf, READ_CHARACTERS } from './reference-keys.js';

const keysIn = (text: string): string[] => candidatesIn(text).map(({ key }) => key);

describe('a number of ours', () => {
  it.each([
    ['moda-1001', 'MODA1001'],
    ['AMF2026000000001', 'AMF2026000000001'],
    ['PO/2026/17', 'PO202617'],
    ['123456', '123456'],
    ['12345', undefined],
    ['1001', undefined],
    ['A1', undefined],
    ['moda', undefined],
    ['', undefined],
    ['x'.repeat(41) + '1', undefined],
  ])('%j is looked up as %j', (number, key) => {
    expect(keyOf(number)).toBe(key);
  });

  it.each([
    ['as it is', 'moda-1001'],
    ['in capitals, apart', 'SIPARIS MODA 1001 ODEMESI'],
    ['over the end of a line', 'siparis moda-10\n01'],
    ['with a slash', 'moda/1001'],
    ['at the end of a sentence', 'Ödeme: moda-1001.'],
    ['between brackets', '(MODA1001)'],
  ])('is found in a text %s', (_how, text) => {
    expect(keysIn(text)).toContain('MODA1001');
  });

  it.each([
    ['in a longer number', 'moda-10015'],
    ['in a longer word', 'xmoda-1001'],
    ['that is cut', 'moda-100'],
  ])('is not found %s', (_how, text) => {
    expect(keysIn(text)).not.toContain('MODA1001');
  });

  it.each(['012-3-147-5012', 'No 012 3 147 5012', '01231475012/2'])('of digits alone is found in %j', (text) => {
    expect(keysIn(text)).toContain('01231475012');
  });

  it.each(['20.11.2026', '20/11/26', '2026-11-20 14:30', '1.200,00 TL', '1,200.00', '120000,00', '1.200.000', 'x 20 11 2026'])(
    'of digits alone is not read from the date or sum %j',
    (text) => {
      expect(keysIn(text).filter((key) => !/\D/.test(key))).toEqual([]);
    },
  );

  it('is still found beside a date and a sum, and alone', () => {
    expect(keysIn('20.11.2026 100123 1.200,00').filter((key) => !/\D/.test(key))).toEqual(['100123']);
    expect(keysIn('moda-1001 20.11.2026')).toContain('MODA1001');
  });

  it('is told with its place', () => {
    const text = 'sip. Moda - 1001, tşk';
    const { start, end } = candidatesIn(text).find(({ key }) => key === 'MODA1001')!;
    expect(text.slice(start, end)).toBe('Moda - 1001');
  });

  it('is found wherever it is written, whatever is around it', () => {
    const number = fc.stringMatching(/^[a-z]{2,6}-[0-9]{3,8}$/);
    const around = fc.string({ unit: 'grapheme', maxLength: 80 });
    fc.assert(
      fc.property(number, around, around, (written, before, after) => {
        expect(keysIn(`${before}. ${written} .${after}`)).toContain(keyOf(written));
      }),
    );
  });

  it('every candidate is a key, and the text at its place says it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        for (const { key, start, end } of candidatesIn(text)) {
          expect(isKey(key)).toBe(true);
          expect(keyOf(text.slice(start, end))).toBe(key);
        }
      }),
    );
  });

  it('is looked for in the first 1,000 characters only', () => {
    expect(keysIn(`${' '.repeat(READ_CHARACTERS)}moda-1001`)).toEqual([]);
    expect(keysIn(`${'.'.repeat(READ_CHARACTERS - 9)}moda-10015`)).toEqual([]);
    expect(candidatesIn('a1'.repeat(100_000)).length).toBeLessThan(READ_CHARACTERS * 12);
  });
});
