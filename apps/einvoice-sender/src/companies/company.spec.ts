import { describe, expect, it } from 'vitest';
import { companiesJson } from '../fixtures/company.js';
import { Companies } from './company.js';

type File = { companies: Record<string, never>[] };
const changed = (change: (company: Record<string, never>) => void): string => {
  const file = JSON.parse(companiesJson) as File;
  change(file.companies[0]!);
  return JSON.stringify(file);
};

describe('the companies file', () => {
  it('puts a company into the zone of Türkiye unless it says otherwise', () => {
    expect(Companies.parse(companiesJson).find('anadolu')).toMatchObject({ zone: 'Europe/Istanbul' });
    expect(Companies.parse(companiesJson).find('nobody')).toBeUndefined();
  });

  it.each([
    [
      'a VKN with a wrong check digit',
      (c: Record<string, never>) => Object.assign(c.seller!, { vkn: '9205121121' }),
      /no VKN/,
    ],
    [
      'a prefix of four characters',
      (c: Record<string, never>) => Object.assign(c.series!, { live: { eFatura: 'ABCD', eArsiv: 'ANA' } }),
      /3 characters/,
    ],
    [
      'a prefix that is used twice',
      (c: Record<string, never>) => Object.assign(c.series!, { test: { eFatura: 'ANF', eArsiv: 'TNA' } }),
      /used twice/,
    ],
    ['an unknown zone', (c: Record<string, never>) => Object.assign(c, { zone: 'Europe/Nowhere' }), /no zone/],
    ['a field that it does not know', (c: Record<string, never>) => Object.assign(c, { password: 'x' }), /password/],
  ])('is refused with %s', (_, change, reason) => {
    expect(() => Companies.parse(changed(change))).toThrow(reason);
  });

  it('is refused without a word of its own where it is no JSON', () => {
    expect(() => Companies.parse('{"companies": [{"email": "ayse@example.com" "phone"')).toThrow(/^the companies file is no JSON$/);
  });
});
