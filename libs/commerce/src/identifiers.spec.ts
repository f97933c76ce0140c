import { describe, expect, it } from 'vitest';
import {
  businessDate,
  FINAL_CONSUMER_TCKN,
  FOREIGN_BUYER_VKN,
  isCalendarDate,
  isCountry,
  isExemptionCode,
  isGln,
  isGtin,
  isTckn,
  isVkn,
  isZone,
  localMoment,
  parseQuantity,
  parseUnitPrice,
  unitPriceOf,
} from './index.js';

describe('Turkish tax identifiers', () => {
  it.each(['4540536920', '9205121120'])('%s is a VKN', (text) => expect(isVkn(text)).toBe(true));
  it.each(['4540536921', '454053692', '45405369200', '454053692x', '', FOREIGN_BUYER_VKN])('%j is no VKN', (text) => {
    expect(isVkn(text)).toBe(false);
  });

  it.each(['17291716060', '10000000146'])('%s is a TCKN', (text) => expect(isTckn(text)).toBe(true));
  it.each(['17291716061', '17291716050', '07291716092', '1729171606', FINAL_CONSUMER_TCKN])('%j is no TCKN', (text) => {
    expect(isTckn(text)).toBe(false);
  });

  it('notices any single wrong digit of a TCKN', () => {
    const right = '10000000146';
    for (let place = 0; place < 11; place += 1) {
      for (const digit of '0123456789') {
        const changed = right.slice(0, place) + digit + right.slice(place + 1);
        expect(isTckn(changed)).toBe(changed === right);
      }
    }
  });
});

describe('GS1 keys', () => {
  it.each(['96385074', '036000291452', '4006381333931', '10614141000415'])('%s is a GTIN', (text) => {
    expect(isGtin(text)).toBe(true);
  });
  it.each(['4006381333932', '400638133393', '123', '400638133393a'])('%s is no GTIN', (text) => {
    expect(isGtin(text)).toBe(false);
  });
  it('takes only 13 digits for a GLN', () => {
    expect(isGln('4006381333931')).toBe(true);
    expect(isGln('96385074')).toBe(false);
  });
});

describe('dates and codes', () => {
  it('puts half past nine in the evening UTC on the next day in Istanbul', () => {
    expect(businessDate('2026-12-31T21:30:00Z')).toBe('2027-01-01');
    expect(localMoment('2026-12-31T21:30:00Z')).toEqual({ date: '2027-01-01', time: '00:30:00' });
    expect(businessDate('2026-12-31T21:30:00Z', 'Europe/London')).toBe('2026-12-31');
  });

  it('refuses what is no instant and no zone', () => {
    expect(() => businessDate('yesterday')).toThrow(expect.objectContaining({ code: 'invalid-date' }));
    expect([isZone('Europe/Nowhere'), isZone(''), isZone('America/New_York')]).toEqual([false, false, true]);
    expect(() => businessDate(new Date(), 'Europe/Nowhere')).toThrow(expect.objectContaining({ code: 'invalid-date' }));
  });

  it.each([
    ['2026-02-28', true],
    ['2024-02-29', true],
    ['2026-02-30', false],
    ['2026-2-3', false],
    ['2026-13-01', false],
  ])('%s on the calendar: %s', (text, expected) => expect(isCalendarDate(text)).toBe(expected));

  it('knows assigned countries only', () => {
    expect(isCountry('TR')).toBe(true);
    expect(isCountry('UK')).toBe(false);
    expect(isCountry('tr')).toBe(false);
  });

  it("knows the codes of the authority's list that a sales or an exempt invoice may carry", () => {
    expect(['201', '335', '350', '351'].every(isExemptionCode)).toBe(true);
    expect(['', '200', '210', '308', '339', '555', '701', '3510', 'abc'].some(isExemptionCode)).toBe(false);
  });
});

describe('quantities and unit prices', () => {
  it.each<[string, bigint]>([
    ['1', 1_000_000n],
    ['0.345', 345_000n],
    ['12.000001', 12_000_001n],
  ])('takes a quantity of %s', (text, millionths) => {
    expect(parseQuantity(text, 'KGM')).toBe(millionths);
  });
  it.each(['0', '-1', '1e12', '1000000001', '0.0000001', 'NaN'])('refuses a quantity of %s', (text) => {
    expect(() => parseQuantity(text, 'C62')).toThrow(expect.objectContaining({ code: 'invalid-quantity' }));
  });
  it('refuses a unit outside Recommendation 20', () => {
    expect(() => parseQuantity('1', 'ADET')).toThrow(expect.objectContaining({ code: 'unknown-unit' }));
  });
  it('takes a unit price of 8 places and refuses 9', () => {
    expect(parseUnitPrice('0.00000001')).toBe(1n);
    expect(() => parseUnitPrice('-0')).toThrow(expect.objectContaining({ code: 'invalid-unit-price' }));
    expect(() => parseUnitPrice('0.000000001')).toThrow(expect.objectContaining({ code: 'invalid-unit-price' }));
  });
  it.each([
    [1_000, '3', 'TRY', '3.33333333'],
    [2_000, '3', 'TRY', '6.66666667'],
    [9_980, '2.00', 'TRY', '49.9'],
    [500, '0.25', 'JPY', '2000'],
    [0, '7', 'TRY', '0'],
  ])('prices one of what comes to %d minor units for %s in %s at %s', (minor, quantity, currency, price) => {
    expect(unitPriceOf(minor, { quantity, unitCode: 'KGM' }, currency)).toBe(price);
  });
  it('has no unit price below 0', () => {
    const one = { quantity: '1', unitCode: 'C62' };
    expect(() => unitPriceOf(-1, one, 'TRY')).toThrow(expect.objectContaining({ code: 'invalid-unit-price' }));
  });
});
