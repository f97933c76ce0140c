import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stage, stage } from './fixtures/stage.js';

let world: Stage;

beforeAll(async () => {
  world = await stage();
});
afterAll(() => world.close());

it('a service that has taken enough takes nothing until there is room again, and is well all the while', async () => {
  const limit = { isFull: false, isReached: () => limit.isFull };
  const { consumer } = await world.join({ limit });
  await world.write(world.topics.events, world.counted('order', 1));
  await eventually('the first is handled', async () => (await world.effects()).length === 1);

  limit.isFull = true;
  await eventually('every partition rests', () => consumer.pauses.length > 0 && consumer.pauses.every(({ reason }) => reason === 'work-waits'));
  await world.write(world.topics.events, world.counted('order', 2), world.counted('order', 3));
  await eventually('it has rested again', () => consumer.pauses.length > 0);
  expect(await world.effects()).toHaveLength(1);
  expect(consumer.health()).toEqual({ ok: true });

  limit.isFull = false;
  await eventually('the others are handled', async () => (await world.effects()).length === 3);
  expect((await world.effects()).map(({ count }) => count)).toEqual([1, 2, 3]);
});
