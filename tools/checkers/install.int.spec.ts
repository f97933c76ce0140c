import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { checker, toolsBin, toolsFolder } from './checker.js';
import { installTools } from './install.js';
import type { PinnedTool } from './pinned.js';

const tool = (from: PinnedTool['from']): PinnedTool => ({ name: 'nothing', version: '0.0.0', checks: 'nothing', from });

afterEach(() => vi.unstubAllEnvs());

it.each<[string, PinnedTool['from']]>([
  ['Go 1.24 or newer', { kind: 'go', package: 'example.com/nothing', variables: {} }],
  ['Python 3.10 or newer with its venv module', { kind: 'python', package: 'nothing' }],
])('without %s the tools are refused in a sentence, and nothing is taken for installed', async (what, from) => {
  vi.stubEnv('PATH', '/none');
  await expect(installTools(() => undefined, [tool(from)])).rejects.toThrow(
    `${what} is needed on the PATH for the checkers and was not found: install it and run npm run tools again.`,
  );
  expect([join(toolsFolder, 'nothing-0.0.0/whole'), join(toolsBin, 'nothing')].map((path) => existsSync(path))).toEqual([false, false]);
});

it('a checker that nobody has pinned is a mistake', () => {
  expect(() => checker('kubectl')).toThrow('kubectl is none of the pinned tools');
});
