import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, stage } from './fixtures/stage.js';

describe('consumption', () => {
  let world: Stage;

  beforeAll(async () => {
    world = await stage();
  });

  afterAll(() => world.close());

  it('handles what is on a topic, each message once and those of a key in order', async () => {
    const orders = ['a', 'b', 'c', 'd', 'e'];
    const messages = Array.from({ length: 200 }, (_, count) => world.counted(orders[count % orders.length]!, count));
    await world.write(world.topics.events, ...messages);
    await world.join();

    const effects = await eventually('all are handled', async () => {
      const seen = await world.effects();
      return seen.length >= messages.length && seen;
    });

    expect(effects).toHaveLength(messages.length);
    for (const order of orders) {
      const counts = effects.filter(({ orderId }) => orderId === order).map(({ count }) => count);
      expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    }
  });
});
