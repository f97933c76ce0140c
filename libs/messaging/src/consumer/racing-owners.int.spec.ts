import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { laneOf } from '../kafka/lane.js';
import type { ChunkStatements } from './chunk-statements.js';
import { type Stage, stage } from './fixtures/stage.js';
import { without } from './fixtures/switched-off.js';

const ORDERS = 20;
const ROUNDS = 15;
/** A look at the positions that are stored would find those wrong that the control does not store. */
const NEVER = Infinity;

describe('two members that both believe to own every partition', () => {
  let world: Stage;

  beforeEach(async () => {
    world = await stage();
  });

  afterEach(() => world.close());

  /** Has both consume the same records and returns how often each was handled. */
  async function timesHandled(statements: ChunkStatements, atLeast: number): Promise<number[]> {
    const members = await Promise.all(
      ['one', 'other'].map((name) => world.join({ groupId: `${world.service}-${name}`, statements, checkIntervalMs: NEVER })),
    );
    // Who is assigned a partition in which another has begun would look at each of its messages alone.
    for (const { core } of members) await eventually('it owns the lanes', () => core.sender.takerOf(laneOf('order-0')));
    for (let round = 0; round < ROUNDS; round += 1) {
      const counts = Array.from({ length: ORDERS }, (_, order) => world.counted(`order-${order}`, round));
      await world.write(world.topics.events, ...counts);
    }
    await eventually('enough is handled', async () => (await world.effects()).length >= atLeast);
    await Promise.all(members.map((member) => member.stop()));
    const effects = await world.effects();
    for (const [, own] of Map.groupBy(effects, ({ orderId }) => orderId)) {
      const first = own.map(({ count }) => count).filter((count, at, all) => all.indexOf(count) === at);
      expect(first).toEqual(first.toSorted((a, b) => a - b));
    }
    const times = Map.groupBy(effects, ({ orderId, count }) => `${orderId} ${count}`);
    return [...times.values()].map(({ length }) => length);
  }

  it('handle each record once: the position decides, even without an inbox', async () => {
    const times = await timesHandled(without('inbox'), ORDERS * ROUNDS);
    expect(times).toHaveLength(ORDERS * ROUNDS);
    expect(Math.max(...times)).toBe(1);
  });

  it('control: without the position, and without an inbox, each would be handled twice', async () => {
    const times = await timesHandled(without('inbox', 'progress'), ORDERS * ROUNDS * 2);
    expect(times.filter((count) => count === 2)).toHaveLength(ORDERS * ROUNDS);
  });
});
