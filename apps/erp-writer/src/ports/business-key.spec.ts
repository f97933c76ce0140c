import { expect, it } from 'vitest';
import { businessKey, type ErpDocument } from './business-key.js';

const orderId = '019aa5c1-7e2b-8c3d-9a4e-0000000000a1';
const documents = ['sales-order', 'invoice', 'payment', 'settlement', 'cancellation'] as const;
const keyOf = (company: string, document: ErpDocument = 'cancellation') => businessKey({ mode: 'live', company, orderId }, document);

it('names the order of a company', () => {
  expect(keyOf('anadolu')).toBe(`live:anadolu:${orderId}:cancellation`);
  expect(keyOf('100%')).toBe(`live:100%:${orderId}:cancellation`);
});

it.each(['ŞOK', 'AM 01', 'x'.repeat(200), 'Ş'.repeat(200), '\ud800'])('fits into a header, whatever the company’s code: %s', (company) => {
  for (const document of documents) expect(keyOf(company, document)).toMatch(/^[\x21-\x7e]{1,128}$/);
});

it.each(documents)('is never shortened where it fits as it is: %s', (document) => {
  const longest = 'x'.repeat(128 - keyOf('', document).length);
  expect(keyOf(longest, document)).toBe(`live:${longest}:${orderId}:${document}`);
  expect(keyOf(`${longest}x`, document)).toHaveLength(128);
});

it('tells companies apart whose codes begin alike', () => {
  const long = 'x'.repeat(100);
  expect(new Set(['AM 01', 'AM01', 'ŞOK', 'SOK', long, `${long}1`, `${long}2`].map((company) => keyOf(company))).size).toBe(7);
});
