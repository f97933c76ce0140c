import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser } from 'playwright-core';

/**
 * Opens a real Chromium without a window.
 *
 * It is the one that `CHROMIUM` names, else the one of the npm package @sparticuz/chromium, which brings its libraries
 * along: unpacked once per installation, in some 4 s, and nothing is fetched. Linux on x64 only, as all of the local
 * stack. Close it after use.
 */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core'); // here alone: every other test is spared its weight
  const named = process.env.CHROMIUM;
  const folder = named ? undefined : await unpacked();
  return chromium.launch({
    executablePath: named ?? join(folder ?? '', 'chromium'),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
    env: { ...process.env, ...(folder !== undefined && { LD_LIBRARY_PATH: join(folder, 'lib') }) },
  });
}

async function unpacked(): Promise<string> {
  const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as { version: string };
  const cache = join(packed, '../../.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, 'chromium-'));
  await unpack(join(packed, 'bin/chromium.br'), join(fresh, 'chromium'), 0o755);
  await unpack(join(packed, 'bin/al2023.tar.br'), join(fresh, 'lib.tar'), 0o644);
  await promisify(execFile)('tar', ['-xf', join(fresh, 'lib.tar'), '-C', fresh]);
  // Where another process was faster, its folder stands.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }));
  return folder;
}

function unpack(from: string, to: string, mode: number): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}
