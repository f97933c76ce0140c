import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManagedProcess, type ProcessPlan } from '../stack/managed-process.js';
import { StackPart } from './stack-part.js';
import { startUntilReady } from './start-until-ready.js';

describe('a process that ends when it is not told to', () => {
  let folder: string;
  let started: ManagedProcess[];
  const file = (name: string): string => join(folder, name);
  const record = (process: ManagedProcess): void => void started.push(process);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kervan-part-'));
    started = [];
  });

  afterEach(async () => {
    for (const process of started) await process.stop();
    rmSync(folder, { recursive: true });
  });

  /** It is ready once it has written a file that says so. */
  function plan(program: string, readyWithinMs = 20_000): ProcessPlan {
    const ready = (): Promise<boolean> => Promise.resolve(existsSync(file('ready')));
    return { name: 'a part', command: process.execPath, args: ['-e', program], logFile: file('log'), ready, readyWithinMs };
  }

  /** Each start counts itself; the first two end over what they find. */
  const endsTwice = (): string => `
    const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
    appendFileSync(${JSON.stringify(file('starts'))}, '.');
    if (readFileSync(${JSON.stringify(file('starts'))}, 'utf8').length < 3) process.exit(1);
    writeFileSync(${JSON.stringify(file('ready'))}, '');
    setInterval(() => undefined, 1000);`;

  it('is started again until it is ready', async () => {
    const process = await startUntilReady(plan(endsTwice()), record);
    expect(process.running).toBe(true);
    expect(started).toHaveLength(3);
  });

  it('is given up once the time is up, with its last words', async () => {
    const failing = startUntilReady(plan(`console.log('no room left'); process.exit(1)`, 2_000), record);
    await expect(failing).rejects.toThrow('no room left');
    expect(started.length).toBeGreaterThan(1);
  });

  it('is not started again where it runs and is not ready in time', async () => {
    await expect(startUntilReady(plan('setInterval(() => undefined, 1000)', 500), record)).rejects.toThrow('was not ready');
    expect(started).toHaveLength(1);
  });

  it.each(['before', 'while'])('is revived where it ends %s it is waited for', async (when) => {
    const first = ManagedProcess.start(plan(endsTwice()));
    record(first);
    if (when === 'before') await first.ended();
    const part = new StackPart(first, record);
    expect(await part.revive()).toBe(true);
    expect(part.pids).toEqual([started[2]?.pid]);
  });

  it('is left alone where it runs', async () => {
    writeFileSync(file('starts'), '..');
    const first = ManagedProcess.start(plan(endsTwice()));
    record(first);
    expect(await new StackPart(first, record).revive()).toBe(false);
    expect(started).toHaveLength(1);
  });
});
