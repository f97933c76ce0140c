import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Stage, stage } from './fixtures/stage.js';

const ORDERS = 24;

describe('a group of members', () => {
  let world: Stage;

  beforeEach(async () => {
    world = await stage();
  });

  afterEach(() => world.close());

  it('handles each message once and in order of its key while members come and go', async () => {
    const first = await world.join();
    const write = (count: number): Promise<void> =>
      world.write(world.topics.events, ...Array.from({ length: ORDERS }, (_, order) => world.counted(`order-${order}`, count)));
    const handled = (rounds: number): Promise<unknown> =>
      eventually(`${rounds} rounds are handled`, async () => (await world.effects()).length >= rounds * ORDERS);

    await write(0);
    await handled(1);
    const second = await world.join();
    await write(1);
    await handled(2);
    await first.stop();
    await write(2);
    await handled(3);
    await second.stop();

    const effects = await world.effects();
    expect(effects).toHaveLength(3 * ORDERS);
    for (const [, own] of Map.groupBy(effects, ({ orderId }) => orderId)) {
      expect(own.map(({ count }) => count)).toEqual([0, 1, 2]);
    }
  });

  it('leaves its offsets in Kafka behind for lag tools when it stops', async () => {
    const member = await world.join();
    await world.write(world.topics.events, ...[0, 1, 2].map((count) => world.counted('order', count)));
    await eventually('all are handled', async () => (await world.effects()).length === 3);
    await member.stop();
    expect(await world.committed(world.service)).toContain('3');
  });
});
