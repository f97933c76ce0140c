import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StateLock } from '../stack/state-lock.js';
import { removeState } from './remove-state.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kervan-reset-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fill(): void {
  for (const name of ['cache', 'tools', 'postgres', 'logs']) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'a-file'), '');
  }
}

it('state is removed, downloads and tools are kept', () => {
  fill();
  expect(removeState(folder, { downloads: false })).toBe(true);
  expect(['cache', 'tools', 'postgres', 'logs'].map((name) => existsSync(join(folder, name)))).toEqual([true, true, false, false]);
});

it('downloads are removed, too, where that is asked', () => {
  fill();
  expect(removeState(folder, { downloads: true })).toBe(true);
  expect(existsSync(join(folder, 'cache'))).toBe(false);
});

it('nothing is told as removed where there was nothing', () => {
  expect(removeState(join(folder, 'none'), { downloads: false })).toBe(false);
  mkdirSync(join(folder, 'cache'));
  expect(removeState(folder, { downloads: false })).toBe(false);
});

it('what runs is left alone', () => {
  fill();
  const lock = StateLock.acquire(folder);
  expect(() => removeState(folder, { downloads: false })).toThrow('Kervan already runs');
  expect(existsSync(join(folder, 'postgres', 'a-file'))).toBe(true);
  lock.release();
});
