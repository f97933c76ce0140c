import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LoadControl } from './load-control.js';

async function started(): Promise<LoadControl> {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const tillKeys = join(folder, 'till-keys.json');
  writeFileSync(tillKeys, '[]');
  return LoadControl.start({ salesUrl: 'http://127.0.0.1:1/', tillKeys });
}

it('Ctrl-C, which reaches the whole group, leaves the load to whoever stops it', async () => {
  const load = await started();
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.kill(load.pid, signal);
  expect(await load.state()).toMatchObject({ posted: 0 });
  load.stop();
}, 60_000);

it('a load that has ended is told to each who asks for it, and ends nobody else', async () => {
  const load = await started();
  const asked = load.state();
  process.kill(load.pid, 'SIGKILL');
  await expect(asked.then(() => load.state())).rejects.toThrow('the load process ended');
  await expect(load.state()).rejects.toThrow('the load process ended');
  load.stop();
}, 60_000);
