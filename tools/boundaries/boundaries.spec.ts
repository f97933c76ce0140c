import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { boundaryFixtures } from './fixtures.js';

const root = join(import.meta.dirname, '../..');

/** The project's own lint; a fixture is not on disk where it is judged, so its types come from a default project. */
const lint = new ESLint({
  cwd: root,
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['apps/*/src/*.ts', 'libs/*/src/*.ts', 'libs/*/src/*/*.ts', 'e2e/*/*.ts', 'tools/*.ts'],
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 100,
        },
        tsconfigRootDir: root,
      },
    },
  },
});

async function reported(code: string, as: string) {
  const [result] = await lint.lintText(code, { filePath: join(root, as) });
  return (result?.messages ?? []).map(({ ruleId, messageId }) => ({ ruleId, messageId }));
}

describe('a boundary', { timeout: 60_000 }, () => {
  const fixtures = boundaryFixtures();

  it.each(fixtures)('is broken when $name', async ({ code, as, breaks }) => {
    expect(await reported(code, as)).toEqual([breaks]);
  });

  const elsewhere = fixtures.flatMap(({ name, code, fits }) => (fits ? [{ name, code, fits }] : []));
  it.each(elsewhere)('is kept by the same code in $fits ($name)', async ({ code, fits }) => {
    expect(await reported(code, fits)).toEqual([]);
  });
});
