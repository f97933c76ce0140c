import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { expect, it, vi } from 'vitest';
import { secretOf } from './secret.js';

/** What reading a file fails with now, as it does where a process has too many files open. */
const failing = vi.hoisted(() => ({ code: undefined as string | undefined }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const readFileSync = (path: string, encoding: 'utf8'): string => {
    if (failing.code) throw Object.assign(new Error(failing.code), { code: failing.code });
    return fs.readFileSync(path, encoding);
  };
  return { ...fs, readFileSync };
});

it('a secret whose new file could not be read at first is read at the next use', () => {
  Logger.overrideLogger(false);
  const folder = mkdtempSync(join(tmpdir(), 'secret-unread-'));
  const file = join(folder, 'key');
  writeFileSync(file, 'first one');
  const secret = secretOf({ ERP_API_KEY_FILE: file }, 'ERP_API_KEY');
  writeFileSync(file, 'the other one');
  failing.code = 'EMFILE';
  expect(secret.current()).toBe('first one');
  failing.code = undefined;
  expect(secret.current()).toBe('the other one');
  rmSync(folder, { recursive: true });
});
