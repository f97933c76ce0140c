import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StateLock } from './state-lock.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kervan-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a second start on the same state is refused while the first one runs, and not after', () => {
  const lock = StateLock.acquire(folder);
  expect(() => StateLock.acquire(folder)).toThrow(
    `Kervan already runs on ${folder} (process ${process.pid}): stop that one with Ctrl-C or kill ${process.pid} first.`,
  );
  lock.release();
  StateLock.acquire(folder).release();
});

it('processes that a killed start left behind are named, and nothing is started beside them', async () => {
  const child = spawn('sleep', ['60']);
  const lock = StateLock.acquire(folder);
  lock.add(child.pid as number);
  forgetLauncher();
  expect(() => StateLock.acquire(folder)).toThrow(`end them with kill ${child.pid} and start again.`);
  child.kill();
  await once(child, 'exit');
  StateLock.acquire(folder).release();
});

it('a process that still runs when its launcher ends in good order is named, too', async () => {
  const child = spawn('sleep', ['60']);
  const lock = StateLock.acquire(folder);
  lock.add(child.pid as number);
  lock.release();
  forgetLauncher();
  expect(() => StateLock.acquire(folder)).toThrow(`end them with kill ${child.pid} and start again.`);
  child.kill();
  await once(child, 'exit');
  StateLock.acquire(folder).release();
  expect(existsSync(join(folder, 'running.json'))).toBe(false);
});

it('a process number that was given to somebody else meanwhile is not taken for ours', () => {
  const lock = StateLock.acquire(folder);
  lock.add(process.pid);
  forgetLauncher();
  const file = join(folder, 'running.json');
  const record = JSON.parse(readFileSync(file, 'utf8')) as { children: { pid: number; startedAtTicks: string }[] };
  writeFileSync(file, JSON.stringify({ ...record, children: record.children.map((child) => ({ ...child, startedAtTicks: '1' })) }));
  StateLock.acquire(folder).release();
});

it('the ports of what runs are told to others while it runs, and not after', () => {
  expect(StateLock.portsOf(folder)).toBeUndefined();
  const lock = StateLock.acquire(folder);
  lock.tellPorts({ kafka: 6110 });
  expect(StateLock.portsOf(folder)).toEqual({ kafka: 6110 });
  forgetLauncher();
  expect(StateLock.portsOf(folder)).toBeUndefined();
  lock.release();
});

it('a state folder that cannot be written is told in one sentence', () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  expect(() => StateLock.acquire(join(file, 'state'))).toThrow(`You may not write to ${join(file, 'state')}: start as`);
});

/** As after kill -9 of the launcher: its process number is another's, or nobody's. */
function forgetLauncher(): void {
  const file = join(folder, 'running.json');
  const record = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...record, launcher: { pid: 1, startedAtTicks: 'never' } }));
}
