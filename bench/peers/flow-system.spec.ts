import { expect, it, vi } from 'vitest';
import { type FlowSystem, oneTurn } from './flow-system.js';

it('a turn stops its system also where its database cannot be looked at', async () => {
  const stop = vi.fn(() => Promise.resolve());
  const system: FlowSystem = {
    name: 'one',
    start: () =>
      Promise.resolve({
        load: { salesUrl: '' }, folder: '', databaseUrl: 'postgres://nobody@127.0.0.1:1/none', sandboxUrl: '', processes: new Map(), stop,
      }),
  };
  await expect(oneTurn(system, [1], { rounds: 1, seconds: 1, warmUpSeconds: 1 }, () => undefined)).rejects.toThrow();
  expect(stop).toHaveBeenCalledOnce();
});
