import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded, runsOf } from './folded-text.js';

describe('texts are compared by their letters and digits alone', () => {
  it.each([
    ['moda-1001', 'MODA1001'],
    ['MODA 1001', 'MODA1001'],
    ['Moda/1001.', 'MODA1001'],
    ['mo\nda 10 01', 'MODA1001'],
    ['şişli-ığüöç 7', 'SISLIIGUOC7'],
    ['ŞİŞLİ-IĞÜÖÇ 7', 'SISLIIGUOC7'],
    ['s\u0327is\u0327li 7', 'SISLI7'],
    ['mo\u00adda\u200b1', 'MODA1'],
    ['ﬁş 1', 'FIS1'],
    ['①', '1'],
    ['ß1', 'SS1'],
    ['١٢', ''],
    ['Ω-9', '9'],
    ['', ''],
  ])('%j is %j', (text, plain) => {
    expect(folded(text)).toBe(plain);
  });

  it('with the place of each run', () => {
    expect(runsOf('sip. moda-1001')).toEqual([
      { text: 'SIP', start: 0, end: 3 },
      { text: 'MODA', start: 5, end: 9 },
      { text: '1001', start: 10, end: 14 },
    ]);
  });

  it('with no end of a run at a mark or an invisible character', () => {
    expect(runsOf('s\u0327i\u00adp\u200b1').map(({ text }) => text)).toEqual(['SIP', '1']);
  });

  it('whatever the text: the same after folding twice, in capitals and digits, with places inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const plain = folded(text);
        expect(plain).toMatch(/^[A-Z0-9]*$/);
        expect(folded(plain)).toBe(plain);
        expect(folded(text.normalize('NFD'))).toBe(folded(text.normalize('NFC')));
        for (const { start, end } of runsOf(text)) expect([start < end, end <= text.length]).toEqual([true, true]);
      }),
    );
  });

  it('whatever stands between the runs, and however letters are written', () => {
    const between = fc.constantFrom(' ', '-', '/', '\n', '. ', ' - ', '_', '#');
    const run = fc.oneof(fc.stringMatching(/^[A-Z]{1,8}$/), fc.stringMatching(/^[0-9]{1,8}$/));
    fc.assert(
      fc.property(fc.array(fc.tuple(run, between, fc.boolean()), { minLength: 1, maxLength: 6 }), (parts) => {
        const written = parts.map(([text, mark, small]) => `${small ? text.toLowerCase() : text}${mark}`).join('');
        expect(folded(written)).toBe(parts.map(([text]) => text).join(''));
      }),
    );
  });

  it('in time that grows with the text only', () => {
    expect(folded('a1'.repeat(50_000))).toHaveLength(100_000);
  });
});
