import { describe, expect, it } from 'vitest';
import { withCardNumberMasked } from './index.js';

describe('withCardNumberMasked', () => {
  it.each([
    ['4111111111111111', '************1111'],
    ['4111 1111 1111 1111', '************1111'],
    ['4111--1111 - 11111111', '************1111'],
    ['4111-1111-1111-1111', '************1111'],
    ['4111.1111/1111_1111', '************1111'],
    ['2720990000000007', '************0007'],
    ['9792020000000001', '************0001'],
    ['378282246310005', '***********0005'],
    ['4222222222222', '*********2222'],
    ['6304000000000000000', '***************0000'],
  ])('leaves the last four digits of %s', (text, masked) => {
    expect(withCardNumberMasked(text)).toBe(masked);
  });

  it.each([
    ['4111111111111112', 'a wrong check digit'],
    ['422222222222', '12 digits'],
    ['63040000000000000000', '20 digits'],
    ['004211', 'an authorisation code'],
    ['POS-4111111111111111', 'more than a number'],
    ['4111:1111:1111:1111', 'other signs between'],
    ['20261124000000000', 'a date and a counter, whose check digit is right'],
    ['1764000000000', 'milliseconds since 1970, whose check digit is right'],
    ['2721000000000004', 'a beginning that no scheme has'],
    ['************1111', 'a masked one'],
    ['', 'nothing'],
  ])('leaves %j as it is: %s', (text) => expect(withCardNumberMasked(text)).toBe(text));

  it('notices any single wrong digit', () => {
    const right = '4111111111111111';
    for (let place = 0; place < right.length; place += 1) {
      for (const digit of '0123456789') {
        const text = right.slice(0, place) + digit + right.slice(place + 1);
        expect(withCardNumberMasked(text) === text).toBe(text !== right);
      }
    }
  });
});
