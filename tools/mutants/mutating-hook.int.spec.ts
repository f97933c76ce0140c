import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSource } from '../platform/services.js';
import { checkout } from '../stack/checkout.js';
import type { Mutation } from './mutated.js';
import { mutatingHook } from './mutating.js';

const run = promisify(execFile);
const program = `import { twice } from '${join(checkout, 'tools/judge/twice.ts')}';
for (let round = 0; round < 4; round += 1) console.log(twice(['a', 'a']).join());`;

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code?: number | null;
  readonly signal?: string | null;
}

describe('a process with mutations', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mutants-'));
    await writeFile(join(folder, 'program.ts'), program);
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function runWith(mutations: readonly Mutation[]): Promise<Ended> {
    const { env, execArgv } = mutatingHook(folder, mutations);
    const options = { cwd: checkout, env: { ...process.env, ...env } };
    try {
      return await run(process.execPath, [...runSource, ...execArgv, join(folder, 'program.ts')], options);
    } catch (error) {
      return error as Ended;
    }
  }

  const file = 'tools/judge/twice.ts';
  const find = 'return [...doubled];';

  it('runs the changed code, and its source is as it was', async () => {
    expect((await runWith([{ file, find, replace: `return ['changed'];` }])).stdout).toBe('changed\n'.repeat(4));
    expect((await runWith([])).stdout).toBe('a\n'.repeat(4));
  });

  it('does not start where what is to be changed is not there exactly once', async () => {
    const { code, stdout, stderr } = await runWith([{ file, find: 'return []', replace: 'return' }]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${file} holds 0 times, not once, what is to be changed: return []`);
  });

  it('dies at the passage that is told, as often as is told, and then no more', async () => {
    const tally = join(folder, 'tally');
    const replace = `globalThis.kervanPassage({ nth: 3, times: 2, tally: '${tally}' }); ${find}`;
    const mutations = [{ file, find, replace }];
    for (const deaths of [1, 2]) {
      const { signal, stdout } = await runWith(mutations);
      expect([signal, stdout]).toEqual(['SIGKILL', 'a\n'.repeat(2)]);
      expect(readFileSync(tally, 'utf8')).toHaveLength(deaths);
    }
    expect((await runWith(mutations)).stdout).toBe('a\n'.repeat(4));
  });
});
