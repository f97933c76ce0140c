import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Supervised } from './supervised.js';

let folder: string;
let supervised: Supervised;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kervan-supervised-'));
});

afterEach(async () => {
  await supervised.stop();
  rmSync(folder, { recursive: true });
});

it.each([
  ['0', 'SIGTERM', 0],
  ['7', 'SIGTERM', 7],
  ['0', 'SIGKILL', null],
] as const)('a process that ends by itself comes back, and it is known what the one before ended with: %s after %s', async (code, signal, end) => {
  let starts = 0;
  const program = `process.on('SIGTERM', () => process.exit(${code})); console.log('up'); setInterval(() => undefined, 1000);`;
  supervised = new Supervised(
    {
      name: 'a service',
      command: process.execPath,
      args: ['-e', program],
      logFile: join(folder, 'log'),
      ready: () => Promise.resolve(true),
      readyWithinMs: 10_000,
    },
    () => (starts += 1),
  );
  expect(supervised.endedWith).toBeUndefined();
  await eventually('it listens to signals', () => Promise.resolve(readFileSync(join(folder, 'log'), 'utf8').includes('up')));
  supervised.signal(signal);
  await eventually('it is back', () => Promise.resolve(starts === 2));
  expect(supervised.endedWith).toBe(end);
});
