import type { ServiceName } from '@kervan/tools/platform/services';
import type { ManagedProcess } from '@kervan/tools/stack/managed-process';
import { expect, it } from 'vitest';
import { watchMemory } from './watch-memory.js';

const processes = new Map<ServiceName, ManagedProcess>([['console', { pid: process.pid } as ManagedProcess]]);

it('the memory of each process is read as often as was asked', async () => {
  const { seen, failure } = await watchMemory(processes, { minutes: 0.05 / 60, everySeconds: 0.02 });
  expect(failure).toBeUndefined();
  expect(seen.get('console')?.length).toBeGreaterThan(0);
  for (const { megabytes } of seen.get('console') ?? []) expect(megabytes).toBeGreaterThan(10);
});

it('what was seen before something ends the watch stays', async () => {
  let looked = 0;
  const each = async (): Promise<void> => {
    if ((looked += 1) === 3) throw new Error('the load has stopped');
  };
  const { seen, failure } = await watchMemory(processes, { minutes: 1, everySeconds: 0.01, each });
  expect(failure).toEqual(new Error('the load has stopped'));
  expect(seen.get('console')).toHaveLength(2);
});
