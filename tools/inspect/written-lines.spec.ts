import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Line, linesIn, objectIn } from './written-lines.js';

let folder: string;

async function allIn(of: string): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of linesIn(of)) lines.push(line);
  return lines;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('what processes wrote is read file by file, line by line, up to where the last was cut', async () => {
  writeFileSync(join(folder, 'b.jsonl'), '{"at":3}\n{"at":');
  writeFileSync(join(folder, 'a.log'), 'begun\r\n\n{"at":2}\n');
  const lines = await allIn(folder);
  expect(lines.map(({ file, text }) => [file, text])).toEqual([
    ['a.log', 'begun'],
    ['a.log', '{"at":2}'],
    ['b.jsonl', '{"at":3}'],
    ['b.jsonl', '{"at":'],
  ]);
  expect(lines.map((line) => objectIn(line))).toEqual([undefined, { at: 2 }, { at: 3 }, undefined]);
});

it('nothing was written where there is no folder', async () => {
  expect(await allIn(join(folder, 'spans'))).toEqual([]);
});
