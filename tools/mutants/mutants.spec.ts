import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { mutated } from './mutated.js';
import { mutants } from './mutants.js';

const parser = { syntax: 'typescript', decorators: true } as const;

describe('the mutants', () => {
  it('are at least 20, of a name each', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(20);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each(mutants)('$name changes the code as it is, in one place each', ({ mutations }) => {
    for (const [file, own] of Map.groupBy(mutations, ({ file }) => file)) {
      const before = readFileSync(join(checkout, file), 'utf8');
      const after = mutated(before, own).replaceAll('$DIES', ';').replaceAll('$BROKEN', 'true');
      expect(after).not.toBe(before);
      expect(() => transformSync(after, { jsc: { parser } })).not.toThrow();
    }
  });
});
