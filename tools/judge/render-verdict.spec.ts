import { describe, expect, it } from 'vitest';
import { finding } from './finding.js';
import { renderVerdict } from './render-verdict.js';

const one = finding('payment-missing', 'moda-1', 'the ERP has no payment');

describe('the verdict for people', () => {
  it('says that all is well, after what there is to tell', () => {
    const text = renderVerdict({ rows: [], notes: ['moda-2: resolved by a person'], findings: [], ok: true });
    expect(text).toMatch(/\n\nmoda-2: resolved by a person\n\nEvery order is where it should be\.$/);
  });

  it.each([
    [1, '1 finding.'],
    [2, '2 findings.'],
  ])('names each of %i findings and counts them', (count, summary) => {
    const findings = Array.from({ length: count }, () => one);
    const lines = renderVerdict({ rows: [], notes: [], findings, ok: false }).split('\n');
    expect(lines.filter((line) => line.startsWith('FINDING I1 payment-missing: moda-1: '))).toHaveLength(count);
    expect(lines.at(-1)).toBe(summary);
  });
});
