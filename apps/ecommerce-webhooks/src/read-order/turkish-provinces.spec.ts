import { expect, it } from 'vitest';
import { provinceOf } from './turkish-provinces.js';

it.each([
  ['TR01', 'Adana'],
  ['TR-34', 'İstanbul'],
  ['35', 'İzmir'],
  ['TR61', 'Trabzon'],
  ['TR81', 'Düzce'],
  ['TR82', undefined],
  ['TR0', undefined],
  ['Ankara', undefined],
  ['', undefined],
])('%j is %s', (code, province) => expect(provinceOf(code)).toBe(province));
