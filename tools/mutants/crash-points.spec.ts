import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { crashAt, crashPoints } from './crash-points.js';
import { mutated } from './mutated.js';

const parser = { syntax: 'typescript', decorators: true } as const;

describe('the crash points', () => {
  it('have a name each', () => {
    expect(new Set(crashPoints.map(({ name }) => name)).size).toBe(crashPoints.length);
  });

  it.each(crashPoints)('$name is one place of the code as it is', (point) => {
    const mutation = crashAt(point, { nth: 2, times: 20, tally: '/somewhere/tally' });
    const source = mutated(readFileSync(join(checkout, point.file), 'utf8'), [mutation]);
    expect(source.split('globalThis.kervanPassage({"nth":2,"times":20,"tally":"/somewhere/tally"});')).toHaveLength(2);
    expect(() => transformSync(source, { jsc: { parser } })).not.toThrow();
  });
});
