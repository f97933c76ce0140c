import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogueText, errorCatalogue } from './error-catalogue.js';

const root = join(import.meta.dirname, '../..');

describe('the error catalogue', () => {
  it('is in step with docs/problems.md (else run `npm run problems:generate`)', async () => {
    expect(readFileSync(join(root, 'docs/problems.md'), 'utf8')).toBe(catalogueText(await errorCatalogue(root)));
  });

  it('has a stable code, a title and an advice for each problem', async () => {
    const problems = await errorCatalogue(root);
    expect(problems.length).toBeGreaterThan(30);
    for (const { code, title, whatToDo, status, retryable } of problems) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(whatToDo).toMatch(/[.]$/);
      expect(status).toBeGreaterThanOrEqual(400);
      if (status >= 500 || status === 429) expect(retryable, code).toBe(true);
    }
  });
});
