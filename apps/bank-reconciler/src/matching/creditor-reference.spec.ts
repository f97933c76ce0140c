import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditorReferenceOf } from './creditor-reference.js';

/** ISO 11649: the check digits of a body, by the definition. */
function withCheckDigits(body: string): string {
  const digits = [...`${body}RF00`].map((character) => String(Number.parseInt(character, 36))).join('');
  return `RF${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${body}`;
}

const body = fc.stringMatching(/^[A-Z0-9]{1,21}$/);

describe('a creditor reference (ISO 11649)', () => {
  it.each(['RF18539007547034', 'RF18 5390 0754 7034', 'rf18539007547034', withCheckDigits('MODA1001')])(
    'is read from %j',
    (text) => {
      expect(creditorReferenceOf(text)).toMatchObject({ valid: true });
    },
  );

  it('says its body', () => {
    expect(creditorReferenceOf(withCheckDigits('MODA1001'))).toEqual({ valid: true, body: 'MODA1001' });
  });

  it('has the check digits of the standard, whatever its body', () => {
    fc.assert(
      fc.property(body, (text) => {
        expect(creditorReferenceOf(withCheckDigits(text))).toEqual({ valid: true, body: text });
      }),
    );
  });

  it('is found wrong when one of its digits, or one of its letters, is another', () => {
    const place = fc.nat({ max: 20 });
    fc.assert(
      fc.property(body, place, fc.stringMatching(/^[A-Z0-9]$/), (text, at, other) => {
        fc.pre(at < text.length && text[at] !== other && /\d/.test(text[at] ?? '') === /\d/.test(other));
        const changed = withCheckDigits(text).slice(0, 4) + text.slice(0, at) + other + text.slice(at + 1);
        expect(creditorReferenceOf(changed)).toEqual({ valid: false });
      }),
    );
  });

  it.each(['RF', 'RF18', 'moda-1001', 'odeme RF18539007547034 icin x'.repeat(3), 'XRF18539007547034', ''])(
    'is not seen in %j',
    (text) => {
      expect(creditorReferenceOf(text)).toBeUndefined();
    },
  );
});
