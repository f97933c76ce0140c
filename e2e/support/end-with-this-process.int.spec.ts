import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@kervan/testing';
import { checkout } from '@kervan/tools/stack/checkout';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(checkout, 'node_modules/.ending-'));
const log = (name: string): string => join(folder, `${name}.log`);

/** Starts another one in its group, as Postgres does, tells both numbers, and lives until it is ended. */
const service = `
  const below = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  console.log(process.pid, below.pid);
  setInterval(() => {}, 1e6);`;

/**
 * Starts a process that ends with it and, as a control, one of which nobody was told. Then it hears of nothing, as in the middle of
 * some work: Vitest kills it once the main process is gone.
 */
const testFile = `
import { it } from 'vitest';
import { endWithThisProcess } from ${JSON.stringify(fileURLToPath(new URL('./end-with-this-process.ts', import.meta.url)))};
import { ManagedProcess } from ${JSON.stringify(join(checkout, 'tools/stack/managed-process.ts'))};

const start = (logFile) => ManagedProcess.start({
  name: 'a service', command: process.execPath, args: ['-e', ${JSON.stringify(service)}], logFile, ready: async () => true, readyWithinMs: 1,
});
it('has services of its own', () => {
  endWithThisProcess(start(${JSON.stringify(log('told'))}));
  start(${JSON.stringify(log('untold'))});
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
});
`;

/** A process that ended may stay listed until it is collected. */
function runs(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** The two processes that were started with this log. */
function startedWith(name: string): Promise<readonly number[]> {
  return eventually(`the ${name} one runs`, () => {
    const pids = readFileSync(log(name), 'utf8').trim().split(' ').map(Number);
    return pids.length === 2 && pids;
  });
}

beforeAll(() => writeFileSync(join(folder, 'own.spec.ts'), testFile));
afterEach(async () => {
  for (const pid of (await Promise.all(['told', 'untold'].map(startedWith))).flat().filter(runs)) process.kill(pid, 'SIGKILL');
  for (const name of ['told', 'untold']) rmSync(log(name));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(['SIGTERM', 'SIGKILL'] as const)('%s to the main process of Vitest alone ends what its test files have started', async (signal) => {
  const vitest = spawn(process.execPath, [join(checkout, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder], { stdio: 'ignore' });
  const end = once(vitest, 'exit');
  const [told, untold] = await Promise.all([startedWith('told'), startedWith('untold')]);
  expect([...told, ...untold].filter(runs)).toHaveLength(4);

  vitest.kill(signal);
  await end;
  await eventually('what it was told of has ended', () => !told.some(runs));
  expect(untold.filter(runs)).toEqual(untold);
});
