import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Results, type FaultResult } from './result.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'results-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const result = (fault: number, seed: number): FaultResult => ({
  fault, seed, name: 'a-fault', how: 'somehow', at: '2026-11-21T10:00:00.000Z', commit: 'abc', asked: 1, rate: 1, scale: 1,
  verdict: 'sound', acts: [], findings: [], notChecked: [],
});

it('keeps one file for each fault and seed, in their order, and forgets on demand', () => {
  const results = new Results(join(folder, 'results'));
  expect(results.all()).toEqual([]);
  for (const [fault, seed] of [[11, 2], [7, 42], [11, 1], [7, 42]] as const) results.write(result(fault, seed));
  expect(results.all().map(({ fault, seed }) => [fault, seed])).toEqual([[7, 42], [11, 1], [11, 2]]);
  expect(readdirSync(join(folder, 'results'))).toEqual(['07-42.json', '11-1.json', '11-2.json']);
  expect(results.has({ fault: 7, seed: 42 })).toBe(true);
  results.forget({ fault: 7, seed: 42 });
  expect(results.has({ fault: 7, seed: 42 })).toBe(false);
});
