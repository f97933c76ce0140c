import { expect, it, vi } from 'vitest';
import type { FlowSystem, RunningSystem } from './flow-system.js';
import { OneAlive } from './one-alive.js';

const tell = (): void => undefined;

function system(name: string): { readonly of: FlowSystem; readonly stop: () => Promise<void>; readonly comesUp: () => void } {
  const { promise, resolve } = Promise.withResolvers<RunningSystem>();
  const stop = vi.fn(() => Promise.resolve());
  const running = { load: { salesUrl: '' }, folder: '', databaseUrl: '', sandboxUrl: '', processes: new Map(), stop };
  return { of: { name, start: vi.fn(() => promise) }, stop, comesUp: () => resolve(running) };
}

it('whoever interrupts a run has the system stopped that runs, once, and no other started', async () => {
  const [alive, first, second] = [new OneAlive(), system('first'), system('second')];
  first.comesUp();
  const running = await alive.watched(first.of).start(tell);
  await Promise.all([alive.stop(), running.stop()]);
  expect(first.stop).toHaveBeenCalledOnce();
  await expect(alive.watched(second.of).start(tell)).rejects.toThrow('second is not started any more');
  expect(second.of.start).not.toHaveBeenCalled();
});

it('a system that is being started is stopped when it is up', async () => {
  const [alive, first] = [new OneAlive(), system('first')];
  void alive.watched(first.of).start(tell);
  const stopped = alive.stop();
  expect(first.stop).not.toHaveBeenCalled();
  first.comesUp();
  await stopped;
  expect(first.stop).toHaveBeenCalledOnce();
});

it('one that does not come up needs no stopping', async () => {
  const alive = new OneAlive();
  const failing: FlowSystem = { name: 'failing', start: () => Promise.reject(new Error('no disk')) };
  await expect(alive.watched(failing).start(tell)).rejects.toThrow('no disk');
  await alive.stop();
});
