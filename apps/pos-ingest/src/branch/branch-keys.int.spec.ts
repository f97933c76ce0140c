import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifecycle } from '@kervan/service-host';
import { eventually } from '@kervan/testing';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOfKey } from './branch-key.js';
import { BranchKeysFile } from './branch-keys.file.js';

describe('BranchKeysFile', () => {
  let folder: string;
  let path: string;
  let lifecycle: Lifecycle;
  const write = (...keys: string[]): Promise<void> =>
    writeFile(
      path,
      JSON.stringify(keys.map((key) => ({ keyHash: hashOfKey(key), company: 'anadolu', mode: 'live', branch: '012' }))),
    );

  beforeEach(async () => {
    Logger.overrideLogger(false);
    folder = await mkdtemp(join(tmpdir(), 'branch-keys-'));
    path = join(folder, 'keys.json');
    lifecycle = new Lifecycle();
  });
  afterEach(async () => {
    await lifecycle.stop();
    await rm(folder, { recursive: true });
  });

  it('takes a new key and drops an old one without a restart', async () => {
    await write('old');
    const keys = new BranchKeysFile(path, lifecycle, 50);
    await lifecycle.start();
    expect(keys.branchOf('old')).toBeDefined();
    await write('old', 'new');
    await eventually('the new key', () => keys.branchOf('new') !== undefined);
    expect(keys.branchOf('old')).toBeDefined();
    await write('new');
    await eventually('the old key is gone', () => keys.branchOf('old') === undefined);
  });

  it('keeps the keys it has while the file is broken', async () => {
    await write('old');
    const keys = new BranchKeysFile(path, lifecycle, 50);
    await lifecycle.start();
    await writeFile(path, '[{');
    keys.reload();
    expect(keys.branchOf('old')).toBeDefined();
    await write('mended');
    await eventually('the mended file', () => keys.branchOf('mended') !== undefined);
  });

  it('does not start without a file', () => {
    expect(() => new BranchKeysFile(path, lifecycle)).toThrow('ENOENT');
  });
});
