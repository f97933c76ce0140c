import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidSettings } from './invalid-settings.js';
import { type ParsedFile, parsedFile } from './parsed-file.js';

describe('what a file means', () => {
  let folder: string;
  let path: string;
  let parsed: number;
  const numbers = (text: string): readonly number[] => {
    parsed += 1;
    const found = text.split(' ').map(Number);
    if (found.some(Number.isNaN)) throw new Error('holds what is no number');
    return found;
  };
  const file = (): ParsedFile<readonly number[]> => parsedFile({ NUMBERS_FILE: path }, 'NUMBERS_FILE', numbers);

  beforeEach(() => {
    Logger.overrideLogger(false);
    folder = mkdtempSync(join(tmpdir(), 'parsed-file-'));
    path = join(folder, 'numbers');
    parsed = 0;
    writeFileSync(path, '1 2\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('follows the file, and is found out once per content', () => {
    const { current } = file();
    expect([current(), current(), parsed]).toEqual([[1, 2], [1, 2], 1]);
    expect(current()).toBe(current());
    writeFileSync(path, '1 2 3\n');
    expect([current(), current(), parsed]).toEqual([[1, 2, 3], [1, 2, 3], 2]);
  });

  it('stays as it was while the file is wrong or gone', () => {
    const { current } = file();
    writeFileSync(path, 'one\n');
    expect([current(), current()]).toEqual([[1, 2], [1, 2]]);
    rmSync(path);
    expect(current()).toEqual([1, 2]);
    writeFileSync(path, '3\n');
    expect(current()).toEqual([3]);
  });

  it.each([
    ['is missing', {}, 'NUMBERS_FILE: is missing'],
    ['names no file', { NUMBERS_FILE: '/no/such' }, 'NUMBERS_FILE: names a file that cannot be read (ENOENT)'],
  ])('is refused at the start when its setting %s', (_what, env, message) => {
    expect(() => parsedFile(env, 'NUMBERS_FILE', numbers)).toThrow(InvalidSettings);
    expect(() => parsedFile(env, 'NUMBERS_FILE', numbers)).toThrow(message);
  });

  it('is refused without a word of its own where it is no JSON', () => {
    writeFileSync(path, '{"name": "Ayşe Yılmaz" "key"');
    expect(() => parsedFile({ NUMBERS_FILE: path }, 'NUMBERS_FILE', JSON.parse)).toThrow(/NUMBERS_FILE: is no JSON$/);
  });

  it('is refused at the start with the words of its parser', () => {
    writeFileSync(path, 'one\n');
    expect(file).toThrow('NUMBERS_FILE: holds what is no number');
  });
});
