import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { metricsInCode, metricsInDocs } from './metrics-in-code.js';

const documented = metricsInDocs(readFileSync(join(checkout, 'docs/metrics.md'), 'utf8'));
const made = metricsInCode(checkout);

describe('docs/metrics.md', () => {
  it('tells of every metric that the code makes', () => {
    expect(made.length).toBeGreaterThan(40);
    expect(made.filter(({ name }) => !documented.includes(name))).toEqual([]);
  });

  it('tells of no metric of ours that the code does not make, and of none twice', () => {
    const known = new Set(made.map(({ name }) => name));
    expect(documented.filter((name) => /^(kervan|process|nodejs|v8js)_/.test(name) && !known.has(name))).toEqual([]);
    expect(documented.filter((name, at) => documented.indexOf(name) !== at)).toEqual([]);
  });

  it('never has an order number, an id or a person among the labels', () => {
    const labels = [...readFileSync(join(checkout, 'docs/metrics.md'), 'utf8').matchAll(/^\| `[^|]+\| ([^|]*) \|/gm)].map(([, cell = '']) => cell);
    expect(labels.filter((cell) => /order_?number|order_?id|correlation|buyer|customer/i.test(cell))).toEqual([]);
  });
});
