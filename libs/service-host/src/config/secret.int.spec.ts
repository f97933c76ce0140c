import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidSettings, readTogether } from './invalid-settings.js';
import { optionalSecretOf, type Secret, secretOf } from './secret.js';

const short = (value: string): string | undefined => (value.length < 4 ? 'is shorter than 4 characters' : undefined);

describe('a secret', () => {
  let folder: string;
  let file: string;
  let lines: string[];
  const fromFile = (): Secret => secretOf({ ERP_API_KEY_FILE: file }, 'ERP_API_KEY', short);
  const errors = (): string[] => lines.filter((line) => line.startsWith('error'));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secret-'));
    file = join(folder, 'key');
    lines = [];
    const line = (level: string) => (message: unknown) => void lines.push(`${level} ${JSON.stringify(message)}`);
    Logger.overrideLogger({ log: line('info'), error: line('error'), warn: line('warn') });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the setting itself', () => {
    expect(secretOf({ ERP_API_KEY: 'by itself' }, 'ERP_API_KEY').current()).toBe('by itself');
  });

  it('is what its file holds, without the line end', () => {
    writeFileSync(file, 'by file\r\n');
    expect(fromFile().current()).toBe('by file');
  });

  it('may be two keys on two lines', () => {
    writeFileSync(file, 'old key\nnew key\n');
    expect(fromFile().current()).toBe('old key\nnew key');
  });

  it('is read again when Kubernetes swaps the folder behind the link', () => {
    // As the kubelet does it: key -> ..data/key, ..data -> ..<date>, and a new link renamed over the old one.
    const mount = (version: string, value: string): void => {
      mkdirSync(join(folder, version));
      writeFileSync(join(folder, version, 'key'), value);
      symlinkSync(version, join(folder, '..data_tmp'));
      renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    };
    mount('..2026_01', 'first one');
    symlinkSync('..data/key', file);
    const secret = fromFile();
    expect(secret.current()).toBe('first one');
    mount('..2026_02', 'other one');
    rmSync(join(folder, '..2026_01'), { recursive: true });
    expect(secret.current()).toBe('other one');
    expect(lines).toEqual(['info {"msg":"the file of a setting was read again","setting":"ERP_API_KEY_FILE"}']);
  });

  it('is read again when its file is replaced or written over', () => {
    writeFileSync(file, 'first one');
    const secret = fromFile();
    writeFileSync(`${file}.new`, 'other one');
    renameSync(`${file}.new`, file);
    expect(secret.current()).toBe('other one');
    writeFileSync(file, 'the third one');
    expect(secret.current()).toBe('the third one');
  });

  it.each([
    ['gone', () => rmSync(file), 'names a file that cannot be read (ENOENT)'],
    ['empty', () => writeFileSync(file, '\n'), 'names an empty file'],
    ['of the wrong form', () => writeFileSync(file, 'abc'), 'is shorter than 4 characters'],
  ])('stays as it was while its file is %s, which is told once and without the value', (_, spoil, reason) => {
    writeFileSync(file, 'first one');
    const secret = fromFile();
    spoil();
    expect([secret.current(), secret.current()]).toEqual(['first one', 'first one']);
    expect(errors()).toHaveLength(1);
    expect(errors()[0]).toContain(reason);
    expect(errors()[0]).not.toMatch(/first one|abc/);
    writeFileSync(file, 'other one');
    expect(secret.current()).toBe('other one');
  });

  it.each([
    ['neither setting', {}, 'ERP_API_KEY: is missing; set it, or ERP_API_KEY_FILE'],
    ['both settings', { ERP_API_KEY: 'one', ERP_API_KEY_FILE: '/a' }, 'ERP_API_KEY: is set twice'],
    ['an empty setting', { ERP_API_KEY: '' }, 'ERP_API_KEY: is empty'],
    ['a setting of the wrong form', { ERP_API_KEY: 'abc' }, 'ERP_API_KEY: is shorter than 4 characters'],
    ['a missing file', { ERP_API_KEY_FILE: '/no/such' }, 'ERP_API_KEY_FILE: names a file that cannot be read (ENOENT)'],
    ['a folder', { ERP_API_KEY_FILE: '/' }, 'ERP_API_KEY_FILE: names a file that cannot be read (EISDIR)'],
    ['an empty file', { ERP_API_KEY_FILE: '/dev/null' }, 'ERP_API_KEY_FILE: names an empty file'],
  ])('is refused by name at the start with %s', (_, env, problem) => {
    expect(() => secretOf(env, 'ERP_API_KEY', short)).toThrow(InvalidSettings);
    expect(() => secretOf(env, 'ERP_API_KEY', short)).toThrow(problem);
  });

  it('may be left out where it is optional', () => {
    expect(optionalSecretOf({}, 'ERP_API_KEY')).toBeUndefined();
  });
});

describe('readTogether', () => {
  it('returns what every reader has read, or names the problems of all', () => {
    const read = (env: Record<string, string>) =>
      readTogether({ one: () => secretOf(env, 'ONE').current(), two: () => secretOf(env, 'TWO').current() });
    expect(read({ ONE: '1', TWO: '2' })).toEqual({ one: '1', two: '2' });
    expect(() => read({})).toThrow(/ONE: is missing[\s\S]*TWO: is missing/);
  });
});
