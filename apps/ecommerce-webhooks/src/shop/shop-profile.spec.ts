import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shops } from '../fixtures/shops.js';
import { parseShops } from './shop-profile.js';

const [shop] = shops.shops;
const file = (changes: object): string => JSON.stringify({ shops: [{ ...shop, ...changes }] });

describe('the shops file', () => {
  it('of the local installation is right', () => {
    const local = join(import.meta.dirname, '../../../../deploy/local/shops.json');
    const codes = parseShops(readFileSync(local, 'utf8')).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['moda', 'ev']));
  });

  it('needs no more than who a shop is, where it belongs and what it signs with', () => {
    const { mapping: _default, ...bare } = shop!;
    expect(parseShops(JSON.stringify({ shops: [bare] }))).toMatchObject([
      {
        toleranceSeconds: 300,
        mapping: { currency: 'TRY', unitCode: 'C62', articleWithoutSku: 'quarantine', payments: {}, taxIdFrom: [] },
      },
    ]);
  });

  it.each<[string, object, RegExp]>([
    ['a provider that is not known', { provider: 'magento' }, /provider/],
    ['a code that is no plain name', { code: 'Moda/1' }, /code/],
    ['a secret outside its folder', { secrets: [{ name: '../operator-key' }] }, /secrets\[0\]\.name/],
    ['a zone that is none', { zone: 'Europe/Nowhere' }, /zone/],
    ['no secret', { secrets: [] }, /secrets/],
    ['a tolerance below the standard', { toleranceSeconds: 60 }, /toleranceSeconds/],
    ['a unit that is none', { mapping: { unitCode: 'PCS' } }, /unitCode/],
    ['a currency that is none', { mapping: { currency: 'XXX' } }, /currency/],
    ['an exemption in words alone', { mapping: { exemption: { code: 'kitap', reason: 'kitap' } } }, /exemption/],
    ['a field that is not known', { mapping: { vat: 20 } }, /vat/],
  ])('is refused with %s', (_what, changes, message) => expect(() => parseShops(file(changes))).toThrow(message));

  it('is refused without a word of its own where it is no JSON', () => {
    expect(() => parseShops('{"shops": [{"name": "Ayşe Yılmaz" "code"')).toThrow(/^the shops file is no JSON$/);
  });

  it('is refused with one code for two shops', () => {
    expect(() => parseShops(JSON.stringify({ shops: [shop, shop] }))).toThrow(/twice/);
  });
});
