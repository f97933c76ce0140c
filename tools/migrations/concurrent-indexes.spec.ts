import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';

const sources = globSync('{apps,libs}/*/{src,migrations}/**/*.ts', { cwd: checkout }).filter((file) => !file.endsWith('.spec.ts'));

it('an index is built concurrently by buildIndex alone, which keeps a finished one and waits without a limit', () => {
  const building = sources.filter((file) => /\bINDEX CONCURRENTLY\b/.test(readFileSync(join(checkout, file), 'utf8')));
  expect(building).toEqual(['libs/service-host/src/migrate/build-index.ts']);
});
