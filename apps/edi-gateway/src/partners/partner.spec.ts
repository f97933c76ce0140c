import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aPartner, market } from '../fixtures/partner.js';
import { parsePartners } from './partner.js';

describe('the profiles of partners', () => {
  it('of the local installation are valid', () => {
    const file = join(import.meta.dirname, '../../../../deploy/local/partners.json');
    expect(parsePartners(readFileSync(file, 'utf8')).map(({ code }) => code)).toEqual(['marketim']);
  });

  it('have defaults that refuse', () => {
    const { testIndicator: _, ...rest } = market;
    const [partner] = parsePartners(JSON.stringify({ partners: [rest] }));
    expect(partner).toMatchObject({ testIndicator: 'refused', ourGlns: [] });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['code', { code: '../x' }],
    ['us', { us: { id: '8690000000020', qualifier: '14' } }],
    ['characterSets.0', { characterSets: ['UNOX'] }],
    ['messages.0', { messages: ['INVOIC:D:97B'] }],
    ['currency', { currency: 'XXZ' }],
    ['units.PCE', { units: { PCE: 'PCE' } }],
    ['buyers.0.taxId', { buyers: [{ ...market.buyers[0], taxId: '4620010036' }] }],
    ['buyers.0.gln', { buyers: [{ ...market.buyers[0], gln: '8690000000013' }] }],
    ['buyers: a GLN is named twice', { buyers: [market.buyers[0], market.buyers[0]] }],
    ['articles.0.gtin', { articles: [{ ...market.articles[0], gtin: '8690000100018' }] }],
    ['articles.0.taxRate', { articles: [{ ...market.articles[0], taxRate: '101' }] }],
    ['articles.0.contractPrice', { articles: [{ ...market.articles[0], contractPrice: '1,5' }] }],
    ['articles: an article is named twice', { articles: [market.articles[0], market.articles[0]] }],
    ['articles.0: an article has', { articles: [{ articleId: 'A', name: 'A' }] }],
    ['paymentTermDays', { paymentTermDays: -1 }],
    ['Unrecognized key: "more"', { more: 1 }],
  ])('are refused with the place: %s', (place, changes) => {
    expect(() => aPartner(changes)).toThrow(place);
  });

  it('are refused when two have one code', () => {
    expect(() => parsePartners(JSON.stringify({ partners: [market, market] }))).toThrow('a code is named twice');
  });
});
