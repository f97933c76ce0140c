import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import type { Count } from './count.js';

const folder = mkdtempSync(join(checkout, 'node_modules/.report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const spec = `
import { afterAll, describe, it } from 'vitest';
let tries = 0;
it('passes', () => {});
it.skip('is left out', () => {});
it('fails', () => { throw new Error('not as expected'); });
it('passes at last', { retry: 1 }, () => { if (tries++ === 0) throw new Error('too early'); });
describe('a suite', () => {
  afterAll(() => { throw new Error('cannot clean up'); });
  it('passes, too', () => { setTimeout(() => { throw new Error('too late'); }); return new Promise((done) => setTimeout(done, 50)); });
});
`;

describe('the report of a run', () => {
  it('names failed tests, hooks and errors that nothing caught, and second tries', () => {
    writeFileSync(join(folder, 'sample.spec.ts'), spec);
    writeFileSync(join(folder, 'broken.spec.ts'), `throw new Error('does not load');`);
    const file = join(folder, 'report.json');
    const args = ['run', '--root', folder, `--reporter=${join(checkout, 'tools/test/report.ts')}`, `--outputFile=${file}`];
    const { status } = spawnSync(join(checkout, 'node_modules/.bin/vitest'), args, { encoding: 'utf8' });
    expect(status).toBe(1);

    const report = JSON.parse(readFileSync(file, 'utf8')) as Count;
    expect(report).toMatchObject({ passed: 3, failed: 1, skipped: 1, retried: ['sample.spec.ts > passes at last'] });
    expect(report.failures.map((failure) => failure.split('\n', 2)).sort()).toEqual([
      ['An error that nothing caught', 'Error: too late'],
      ['broken.spec.ts', 'Error: does not load'],
      ['sample.spec.ts > a suite', 'Error: cannot clean up'],
      ['sample.spec.ts > fails', 'Error: not as expected'],
    ]);
  });
});
