import { describe, expect, it } from 'vitest';
import { companyTaxId, isTaxId, personTaxId } from './tax-ids.js';

describe('tax ids', () => {
  it('complete nine digits to an id whose check digits fit', () => {
    expect(personTaxId('100000001')).toBe('10000000146');
    for (const digits of ['100000001', '734102885', '999999999']) {
      expect(isTaxId(companyTaxId(digits))).toBe(true);
      expect(isTaxId(personTaxId(digits))).toBe(true);
    }
  });

  it('know the legal placeholders, and nothing else that does not fit', () => {
    expect(['11111111111', '2222222222'].every(isTaxId)).toBe(true);
    expect(['', '123', '01234567890', '10000000147', `${companyTaxId('734102885')}0`].some(isTaxId)).toBe(false);
  });
});
