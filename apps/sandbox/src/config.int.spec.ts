import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sandboxConfig } from './config.js';

it('a key may stand in a file of its own, as its first line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-config-'));
  try {
    const file = join(folder, 'erp-key');
    writeFileSync(file, 'a-key\nthe-next-key\n');
    const config = sandboxConfig({ SANDBOX_ERP_KEY_FILE: file });
    expect([config.SANDBOX_ERP_KEY, config.SANDBOX_INTEGRATOR_KEY]).toEqual(['a-key', 'sandbox-integrator-key']);
    expect(() => sandboxConfig({ SANDBOX_BANK_KEY_FILE: join(folder, 'none') })).toThrow('none');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
