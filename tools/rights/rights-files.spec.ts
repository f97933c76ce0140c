import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { rightsFiles } from './rights-files.js';

it.each([...rightsFiles()])('%s is in step (else run `npm run rights:generate`)', (path, text) => {
  expect(readFileSync(join(checkout, path), 'utf8')).toBe(text);
});
