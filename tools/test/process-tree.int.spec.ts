import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { eventually } from '@kervan/testing';
import { expect, it } from 'vitest';
import { endTree } from './process-tree.js';

/** Starts a child in a process group of its own, tells its number, and lives until it is ended. */
const parentOfOne = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { detached: true });
  console.log(child.pid);
  setInterval(() => {}, 1e6);`;

async function startFamily(): Promise<{ readonly parent: number; readonly child: number; readonly end: Promise<unknown> }> {
  const parent = spawn(process.execPath, ['-e', parentOfOne], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = once(parent, 'exit');
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return { parent: parent.pid as number, child: Number(line.toString()), end };
}

/** A process that ended may stay listed until it is collected. */
function runs(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

it('a child in a group of its own ends with its parent', async () => {
  const { parent, child, end } = await startFamily();
  endTree(parent);
  await end;
  await eventually('the child has ended', () => !runs(child));
});

it('control: killed alone, the parent leaves its child running', async () => {
  const { parent, child, end } = await startFamily();
  process.kill(parent, 'SIGKILL');
  await end;
  expect(runs(child)).toBe(true);
  endTree(child);
  await eventually('the child has ended', () => !runs(child));
});

it('a process that has ended already is nobody to end', async () => {
  const { parent, end } = await startFamily();
  endTree(parent);
  await end;
  expect(() => endTree(parent)).not.toThrow();
});
