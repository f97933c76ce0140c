import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MutableLedgers } from './fixtures/ledger-writer.js';
import { smallWorld } from './fixtures/small-world.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

describe('npm run judge -- --ledgers-only', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'judge-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  async function judgeOn(doctor?: (ledgers: MutableLedgers) => void) {
    const ledgers = smallWorld();
    doctor?.(ledgers);
    for (const [name, lines] of Object.entries(ledgers)) {
      const text = (lines as object[]).map((line) => `${JSON.stringify(line)}\n`).join('');
      await writeFile(join(directory, `${name}.jsonl`), text);
    }
    return judgeFolder();
  }

  async function judgeFolder(): Promise<{ code: number; stdout: string; stderr: string }> {
    const hook = ['--import', './tools/ts-hook.mjs', 'tools/judge/cli.ts'];
    const options = ['--ledgers-only', '--dir', directory];
    try {
      return { code: 0, ...(await run(process.execPath, [...hook, ...options], { cwd: root })) };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  }

  it('exits 0 on clean ledgers, with a row for each kind of input', async () => {
    const { code, stdout } = await judgeOn();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^receipt +5 +4 +1 +3 +0 +2 +1 +1 /m);
    expect(stdout).toContain('Every order is where it should be.');
  });

  it.each<[string, (ledgers: MutableLedgers) => void, RegExp]>([
    ['a line dropped', ({ erp }) => erp.splice(0, 1), /^FINDING I1 order-missing: 001-1-1-1: /m],
    ['a line doubled', ({ erp }) => erp.push(...erp.slice(0, 1)), /^FINDING I2 order-doubled: 001-1-1-1: /m],
    ['one kuruş more', oneKurusMore, /^FINDING I4 amount-differs: 001-1-1-1: gross of .* 99\.81/m],
  ])('exits 1 on %s and names it', async (_what, doctor, line) => {
    const { code, stdout } = await judgeOn(doctor);
    expect(code).toBe(1);
    expect(stdout).toMatch(line);
  });

  it('exits 2 with one sentence where there is nothing to judge', async () => {
    const { code, stderr } = await judgeFolder();
    expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(stderr).toContain('play a morning first');
  });
});

function oneKurusMore({ erp }: MutableLedgers): void {
  const [first] = erp;
  if (first) erp[0] = JSON.parse(JSON.stringify(first).replaceAll('99.80', '99.81'));
}
