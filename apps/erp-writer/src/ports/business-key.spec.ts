import { expect, it } from 'vitest';
import { businessKey } from './business-key.js';

const orderId = '019aa5c1-7e2b-8c3d-9a4e-0000000000a1';
const keyOf = (company: string) => businessKey({ mode: 'live', company, orderId }, 'cancellation');

it('names the order of a company', () => {
  expect(keyOf('anadolu')).toBe(`live:anadolu:${orderId}:cancellation`);
  expect(keyOf('100%')).toBe(`live:100%:${orderId}:cancellation`);
});

it.each(['ŞOK', 'AM 01', 'x'.repeat(200), 'Ş'.repeat(200), '\ud800'])('fits into a header, whatever the company’s code: %s', (company) => {
  expect(keyOf(company)).toMatch(/^[\x21-\x7e]{1,128}$/);
});

it('tells companies apart whose codes begin alike', () => {
  const long = 'x'.repeat(100);
  expect(new Set(['AM 01', 'AM01', 'ŞOK', 'SOK', long, `${long}1`, `${long}2`].map(keyOf)).size).toBe(7);
});
