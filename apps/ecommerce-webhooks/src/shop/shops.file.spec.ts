import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifecycle } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseShops } from './shop-profile.js';
import { ShopsFile } from './shops.file.js';

const PROFILES = join(import.meta.dirname, '../../../../deploy/local/shops.json');
const secretOf = (name: string): string => `whsec_${Buffer.from(`the secret named ${name}`).toString('base64')}`;

describe('the file of the shops', () => {
  let directory: string;
  const write = (name: string, secret = secretOf(name)): void => writeFileSync(join(directory, name), secret);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'shops-'));
    copyFileSync(PROFILES, join(directory, 'shops.json'));
    const shops = parseShops(readFileSync(PROFILES, 'utf8'));
    for (const { name } of shops.flatMap(({ secrets }) => secrets)) write(name);
  });

  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(directory, { recursive: true });
  });

  it('is complained of once for as long as the same is wrong with it, and again where it is wrong again', () => {
    const shops = new ShopsFile(join(directory, 'shops.json'), directory, new Lifecycle());
    const error = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const look = (): void => [1, 2, 3].forEach(() => shops.reload());

    write('ev', secretOf('moda'));
    look();
    expect(error).toHaveBeenCalledTimes(1);
    write('ev');
    look();
    write('ev', secretOf('moda'));
    look();
    expect(error).toHaveBeenCalledTimes(2);
  });
});
