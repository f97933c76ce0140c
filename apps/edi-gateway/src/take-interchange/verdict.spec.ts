import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../fixtures/at-once.js';
import { envelope, LINES, message, ordersBody } from '../fixtures/interchange.js';
import { aPartner } from '../fixtures/partner.js';
import { NOW } from '../fixtures/read-orders.js';
import { verdictOf } from './verdict.js';

const partner = aPartner({ allowances: { DI: 'İskonto' }, defaultTaxRate: '20' });

/** Segments that may be anywhere in a message, right and wrong. */
const SEGMENTS = [
  ...ordersBody(),
  ...LINES,
  'DTM+63:20260230:102',
  'DTM+64:00000101:102',
  'QTY+21:1000000000:PCE',
  'QTY+21:0.000001',
  'PRI+AAA:1000000000',
  'PRI+AAB:99999999999999999999',
  'PRI+AAB:1:::0',
  'MOA+203:99999999999999.99',
  'MOA+79:-1',
  'ALC+A++++DI',
  'ALC+C++++DI',
  'MOA+204:90000000000000',
  'MOA+23:1',
  'TAX+7+VAT+++:::20',
  'CUX+2:TRY:9',
  'NAD+DP+__proto__::9',
  'LIN+1++__proto__:EN',
  'CNT+1:1e5',
  'UNS+S',
];

describe('a verdict', () => {
  it('is found on every message, whatever its segments are', () => {
    const segment = fc.oneof(
      fc.constantFrom(...SEGMENTS),
      fc
        .tuple(fc.constantFrom(...SEGMENTS), fc.constantFrom('', '0', '-1', '1,5', 'X', ':', '+', "?'"))
        .map(([one, what]) => one.replace(/\d+/, what)),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 30 }), (segments) => {
        const body = ['BGM+220+PO-1+9', 'DTM+137:20261120:102', 'NAD+BY+8690000000012::9', ...segments, 'UNS+S'];
        const text = envelope([message(body)])
          .map((one) => `${one}'`)
          .join('');
        const [judged] = atOnce(verdictOf(Buffer.from(text, 'latin1'), partner, NOW)).messages;
        if (judged?.kind === 'unusable') expect(judged.findings.length).toBeGreaterThan(0);
        if (judged?.kind === 'placed') expect(judged.placed.order.totals.grossMinor).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('is found on every cut of a file', () => {
    const file = Buffer.from(
      envelope([message(ordersBody())])
        .map((one) => `${one}'`)
        .join(''),
    );
    for (let end = 0; end < file.length; end += 1)
      expect(atOnce(verdictOf(file.subarray(0, end), partner, NOW)).faults).not.toEqual([]);
  });

  it('is found on every byte that is another', () => {
    const file = Buffer.from(
      envelope([message(ordersBody())])
        .map((one) => `${one}'`)
        .join(''),
    );
    for (let at = 0; at < file.length; at += 1) {
      for (const byte of [0, 0x27, 0x2b, 0x3f, 0x41, 0xff]) {
        const changed = Buffer.from(file);
        changed[at] = byte;
        expect(atOnce(verdictOf(changed, partner, NOW))).toBeDefined();
      }
    }
  });
});
