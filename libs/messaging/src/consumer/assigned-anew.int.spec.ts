import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { laneOf } from '../kafka/lane.js';
import { type ChunkStatements, chunkStatements } from './chunk-statements.js';
import { type Stage, stage } from './fixtures/stage.js';
import { inlineRetryDelaysMs } from './retry-policy.js';

/** A member of two keeps one of both. */
const KEYS = ['order', ['a', 'b', 'c', 'd'].find((key) => laneOf(key) % 2 !== laneOf('order') % 2)!];
const HALF_OF_THE_LANES = 6;

let world: Stage;

beforeEach(async () => {
  world = await stage();
});
afterEach(() => world.close());

async function handled(count: number): Promise<void> {
  await world.write(world.topics.events, ...KEYS.map((key) => world.counted(key, count)));
  await eventually(`${count} of each is handled`, async () => {
    const effects = await world.effects();
    return KEYS.every((key) => effects.some((one) => one.orderId === key && one.count === count));
  });
}

/** Finds its positions locked until its last try has come through the door. */
function lockedUntil(door: Promise<void>): { readonly statements: ChunkStatements; readonly tries: () => number } {
  let tries = 0;
  let isOver = false;
  const statements: ChunkStatements = {
    ...chunkStatements,
    async lockProgress(db, consumer, steps) {
      if (isOver) return chunkStatements.lockProgress(db, consumer, steps);
      tries += 1;
      if (tries > inlineRetryDelaysMs.length) {
        await door;
        isOver = true;
      }
      throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
    },
    advance: async (db, consumer, steps) => (isOver ? chunkStatements.advance(db, consumer, steps) : []),
    enterInbox: async (db, consumer, ids) => (isOver ? chunkStatements.enterInbox(db, consumer, ids) : new Set()),
  };
  return { statements, tries: () => tries };
}

it('a member goes on with what it is assigned anew, though a chunk of before has to rest after that', async () => {
  const door = Promise.withResolvers<void>();
  const { statements, tries } = lockedUntil(door.promise);
  const { consumer, core } = await world.join({ statements });
  const ownLanes = core.sender.ownLanes.bind(core.sender);
  let lanes = 0;
  core.sender.ownLanes = (numbers) => {
    const own = new Set(numbers);
    lanes = own.size;
    ownLanes(own);
  };
  const first = handled(1);
  await eventually('it tries for the last time', () => tries() > inlineRetryDelaysMs.length);
  const assignedAnew = eventually('it is assigned half of them', () => {
    consumer.progressed();
    return lanes === HALF_OF_THE_LANES;
  });
  await Promise.all([world.join(), assignedAnew]);
  door.resolve();
  await first;
  await handled(2);
  expect(consumer.health()).toEqual({ ok: true });
});
