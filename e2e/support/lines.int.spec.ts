import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Lines } from './lines.js';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kervan-lines-'));
  folder = join(parent, 'logs');
});
afterEach(() => rmSync(parent, { recursive: true }));

it('tells the whole lines that came since, of files that came since, too', () => {
  mkdirSync(folder);
  appendFileSync(join(folder, 'a.log'), 'before\n');
  const lines = new Lines(folder);
  expect(lines.all()).toEqual([]);
  appendFileSync(join(folder, 'a.log'), 'one\ntw');
  appendFileSync(join(folder, 'b.log'), 'three\n');
  expect(lines.all()).toEqual([{ file: 'a.log', text: 'one' }, { file: 'b.log', text: 'three' }]);
});

it('does not take a folder that nobody writes into for one without errors', () => {
  const lines = new Lines(folder);
  expect(() => lines.all()).toThrow(folder);
  mkdirSync(folder);
  expect(() => lines.all()).toThrow(folder);
});
