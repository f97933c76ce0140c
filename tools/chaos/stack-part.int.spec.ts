import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManagedProcess, type ProcessPlan } from '../stack/managed-process.js';
import { Started } from '../stack/started.js';
import { StackPart } from './stack-part.js';
import { startUntilReady } from './start-until-ready.js';

describe('a process that ends when it is not told to', () => {
  let folder: string;
  let started: ManagedProcess[];
  const file = (name: string): string => join(folder, name);
  const record = (process: ManagedProcess): void => void started.push(process);
  let all: Started;
  const start = (each: ProcessPlan): ManagedProcess => all.start(each);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kervan-part-'));
    started = [];
    all = new Started({ closed: false, add: record });
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
    const process = await startUntilReady(plan(endsTwice()), start);
    expect(process.running).toBe(true);
    expect(started).toHaveLength(3);
  });

  it('is given up once the time is up, with its last words', async () => {
    const failing = startUntilReady(plan(`console.log('no room left'); process.exit(1)`, 2_000), start);
    await expect(failing).rejects.toThrow('no room left');
    expect(started.length).toBeGreaterThan(1);
  });

  it('is not started again where it runs and is not ready in time', async () => {
    await expect(startUntilReady(plan('setInterval(() => undefined, 1000)', 500), start)).rejects.toThrow('was not ready');
    expect(started).toHaveLength(1);
  });

  it('is not started again once everything is stopped', async () => {
    const starting = startUntilReady(plan('setInterval(() => undefined, 1000)'), start);
    await Promise.all([all.close(), expect(starting).rejects.toThrow('is not started any more')]);
    expect(started.map(({ running }) => running)).toEqual([false]);
  });

  it.each(['before', 'while'])('is revived where it ends %s it is waited for', async (when) => {
    const first = ManagedProcess.start(plan(endsTwice()));
    record(first);
    if (when === 'before') await first.ended();
    const part = new StackPart(first, all);
    expect(await part.revive()).toBe(true);
    expect(part.pids).toEqual([started[2]?.pid]);
  });

  it('is left alone where it runs', async () => {
    writeFileSync(file('starts'), '..');
    const first = ManagedProcess.start(plan(endsTwice()));
    record(first);
    expect(await new StackPart(first, all).revive()).toBe(false);
    expect(started).toHaveLength(1);
  });
});
