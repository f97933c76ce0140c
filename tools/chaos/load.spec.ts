import { describe, expect, it } from 'vitest';
import { Load } from './load.js';
import type { MorningPlan } from './sandbox-control.js';

const RATE = 10;

/** A sandbox whose mornings last until the test says that they are over. */
class Mornings {
  readonly begun: number[] = [];
  readonly seeds: number[] = [];
  private over = Promise.withResolvers<boolean>();

  begin({ orders, seed }: MorningPlan): Promise<void> {
    this.begun.push(orders);
    this.seeds.push(seed);
    return Promise.resolve();
  }

  isPlaying(): Promise<boolean> {
    return this.over.promise;
  }

  /** Resolves once whatever follows the end of this morning was done. */
  async end(): Promise<void> {
    const { resolve } = this.over;
    this.over = Promise.withResolvers();
    resolve(false);
    await new Promise(setImmediate);
  }
}

describe('a load', () => {
  it('is as many orders as are wanted, or as will be wanted for so long', async () => {
    const some = new Mornings();
    await Load.start(some, { orders: 1_000, rate: RATE, seed: 1, seconds: 60 });
    expect(some.begun).toEqual([1_000]);
    const longer = new Mornings();
    await Load.start(longer, { orders: 1_000, rate: RATE, seed: 1, seconds: 150 });
    expect(longer.begun).toEqual([1_500]);
  });

  it('goes on in short parts, of other orders, for as long as the fault lasts longer', async () => {
    const mornings = new Mornings();
    const load = await Load.start(mornings, { orders: 1_000, rate: RATE, seed: 1 });
    await mornings.end();
    await mornings.end();
    expect(mornings.begun).toEqual([1_000, 300, 300]);
    const ended = load.end(0, 60_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await mornings.end();
    expect(await ended).toBe(true);
    expect(mornings.begun).toEqual([1_000, 300, 300]);
    expect(mornings.seeds).toEqual([1, 2, 3]);
  });

  it('is not over in the middle of what was planned, where the fault has ended long before', async () => {
    const mornings = new Mornings();
    const load = await Load.start(mornings, { orders: 10, rate: 20, seed: 1 }); // 500 ms
    let over = false;
    const ended = load.end(0, 30).finally(() => (over = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(over).toBe(false);
    await mornings.end();
    expect(await ended).toBe(true);
  });

  it('is late where an answer is missing for longer than is waited, counted from when all was to be sent', async () => {
    const begin = performance.now();
    const load = await Load.start(new Mornings(), { orders: 10, rate: 100, seed: 1 });
    expect(await load.end(0, 30)).toBe(false);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(129);
  });

  it('begins nothing more once it is given up', async () => {
    const mornings = new Mornings();
    const load = await Load.start(mornings, { orders: 5_000, rate: RATE, seed: 1 });
    load.giveUp();
    await mornings.end();
    expect(mornings.begun).toEqual([5_000]);
  });

  it('tells why it could not go on', async () => {
    const load = await Load.start({ begin: () => Promise.resolve(), isPlaying: () => Promise.reject(new Error('the sandbox is away')) }, { orders: 1, rate: RATE, seed: 1 });
    await expect(load.end(0, 1_000)).rejects.toThrow('the sandbox is away');
  });
});
