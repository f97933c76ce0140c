import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OutboundWorker, type OutboundWorkerParts } from './outbound-worker.js';

const SWEEP_MS = 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('looks for ended leases once at a time: a look that hangs is made up for by one, and not by all that it held up', async () => {
  const looks: PromiseWithResolvers<number>[] = [];
  const sweep = {
    run: () => {
      const look = Promise.withResolvers<number>();
      looks.push(look);
      return look.promise;
    },
  };
  const store = { createLeases: () => Promise.resolve() };
  const worker = new OutboundWorker([], { store, sweep, sweepMs: SWEEP_MS } as unknown as OutboundWorkerParts);
  await worker.start();
  await vi.advanceTimersByTimeAsync(10 * SWEEP_MS);
  expect(looks).toHaveLength(1);
  looks[0]!.resolve(0);
  await vi.advanceTimersByTimeAsync(SWEEP_MS - 1);
  expect(looks).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(looks).toHaveLength(2);
  looks[1]!.resolve(0);
  await worker.stop();
});
