import { eventually, StockCounted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { laneOf } from '../kafka/lane.js';
import { counting, type Stage, stage } from './fixtures/stage.js';
import type { SingleHandler } from './handlers.js';

const KEY = 'order';

describe('a consumer that ends before its chunk does', () => {
  let world: Stage;

  beforeEach(async () => {
    world = await stage();
    await world.write(world.topics.events, ...[1, 2, 3].map((count) => world.counted(KEY, count)));
  });

  afterEach(() => world.close());

  /** What a next process would take for a start of one that has died. */
  const leftCounted = (): Promise<unknown[]> =>
    world.sql('SELECT FROM consumer_progress WHERE starts > 0 OR (alone_starts > 0 AND alone_offset >= next_offset)');

  async function nextOneHandlesTheRest(): Promise<void> {
    await world.join();
    const effects = await eventually('all are handled', async () => {
      const seen = await world.effects();
      return seen.length >= 3 && seen;
    });
    expect(effects.map(({ count }) => count)).toEqual([1, 2, 3]);
    expect((await world.held.list({}, { limit: 1 })).items).toEqual([]);
  }

  it('leaves no start counted of a chunk that had to rest', async () => {
    const locked: SingleHandler = {
      ...counting,
      handle: () => Promise.reject(Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })),
    };
    const member = await world.join({ handlers: [[StockCounted, locked]] });
    await eventually('it rests', () => member.consumer.pauses.length > 0);
    await member.stop();
    expect(await leftCounted()).toEqual([]);
    await nextOneHandlesTheRest();
  });

  it('ends with the message in hand where it goes message by message, and leaves no start counted', async () => {
    await world.sql('INSERT INTO consumer_progress (consumer, topic, partition, next_offset, starts) VALUES ($1, $2, $3, 0, 1)', [
      world.service, world.topics.events, laneOf(KEY),
    ]);
    let isInHand = false;
    let openDoor = (): void => undefined;
    const door = new Promise<void>((resolve) => (openDoor = resolve));
    const slow: SingleHandler = {
      ...counting,
      async handle(message, tx) {
        isInHand = true;
        await door;
        await counting.handle(message, tx);
      },
    };
    const member = await world.join({ handlers: [[StockCounted, slow]] });
    await eventually('the first is in hand', () => isInHand);
    const stopped = member.stop();
    openDoor();
    await stopped;
    expect((await world.effects()).map(({ count }) => count)).toEqual([1]);
    expect(await leftCounted()).toEqual([]);
    await nextOneHandlesTheRest();
  });
});
