import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faults } from './all.js';
import { elsewhere } from './elsewhere.js';

const ROWS = 38;

it('every row of the matrix is injected here, or it is said where it is shown, once', () => {
  const numbers = [...faults, ...elsewhere].map(({ number }) => number);
  expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
});

it('a fault lies in the file of its number and name', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^\d\d-/.test(name));
  expect(files).toEqual(faults.map(({ number, name }) => `${String(number).padStart(2, '0')}-${name}.ts`));
});
