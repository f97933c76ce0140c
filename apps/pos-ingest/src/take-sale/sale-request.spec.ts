import { checkedJson, Problem, type ProblemFinding } from '@kervan/service-host';
import { describe, expect, it } from 'vitest';
import { exampleSale } from './example-sale.js';
import { refuseSale } from './sale.problems.js';
import { saleRequest } from './sale-request.js';

function findingsOf(sale: unknown): readonly ProblemFinding[] {
  try {
    checkedJson(saleRequest, sale, refuseSale);
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.options.errors ?? [];
    throw error;
  }
}

describe('the form of a sale', () => {
  it('is that of the example', () => expect(findingsOf(exampleSale)).toEqual([]));

  it('tells every field that is missing, all in the same words', () => {
    const findings = findingsOf({});
    const fields = Object.keys(exampleSale).map((field) => `#/${field}`);
    expect(findings.map(({ pointer }) => pointer).sort()).toEqual(fields.sort());
    for (const { code, detail } of findings) expect([code, detail]).toEqual(['missing-field', expect.stringMatching(/^Expected .+\.$/)]);
    expect(findings.find(({ pointer }) => pointer === '#/pricesIncludeTax')?.detail).toBe('Expected true or false.');
  });

  it.each([
    ['4111111111111111', '************1111'],
    ['4111-1111-1111-1111', '************1111'],
    ['004211', '004211'],
  ])('is read with the last four digits of a payment reference that is a card number: %s', (reference, read) => {
    const sale = saleRequest.parse({ ...exampleSale, payments: [{ method: 'card', amount: '1.00', reference }] });
    expect(sale.payments[0]?.reference).toBe(read);
  });

  it('tells what it expected instead, never what a library calls it', () => {
    const findings = findingsOf({ ...exampleSale, pricesIncludeTax: 'yes', payments: 7, taxes: [] });
    expect(findings).toEqual([
      { pointer: '#/pricesIncludeTax', code: 'invalid-field', detail: 'Expected true or false.' },
      { pointer: '#/taxes', code: 'invalid-field', detail: 'Expected at least 1 item.' },
      { pointer: '#/payments', code: 'invalid-field', detail: 'Expected an array.' },
    ]);
  });
});
