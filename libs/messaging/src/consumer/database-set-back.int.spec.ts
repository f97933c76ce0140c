import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChunkStatements } from './chunk-statements.js';
import { type Stage, stage } from './fixtures/stage.js';
import { without } from './fixtures/switched-off.js';

const BEFORE = 10;
const LOST = 5;
const NEVER = Infinity;

describe('a database that was set back to an earlier state', () => {
  let world: Stage;

  beforeEach(async () => {
    world = await stage();
  });

  afterEach(() => world.close());

  function counts(from: number, to: number): ReturnType<Stage['counted']>[] {
    return Array.from({ length: to - from }, (_, at) => world.counted('order', from + at));
  }

  async function handled(count: number): Promise<number[]> {
    const effects = await eventually(`${count} are handled`, async () => {
      const seen = await world.effects();
      return seen.length >= count && seen;
    });
    return effects.map((effect) => effect.count);
  }

  /**
   * What a restore from a backup does: everything of the last messages is gone at once. Ids that the inbox of a new day
   * is just given would be seen by no statement that began before, and stay: so it is locked first.
   */
  async function setBack(): Promise<void> {
    await world.sql(
      `DO $$ BEGIN
         LOCK TABLE inbox;
         DELETE FROM effect WHERE count >= ${BEFORE};
         DELETE FROM inbox;
         UPDATE consumer_progress SET next_offset = ${BEFORE} WHERE next_offset > 0;
       END $$`,
    );
  }

  it('is brought up to date again by a member that kept running: it goes back, and each effect is there once', async () => {
    await world.write(world.topics.events, ...counts(0, BEFORE + LOST));
    await world.join({ checkIntervalMs: NEVER });
    await handled(BEFORE + LOST);
    await setBack();
    await world.write(world.topics.events, ...counts(BEFORE + LOST, BEFORE + LOST + 1));
    expect(await handled(BEFORE + LOST + 1)).toEqual(Array.from({ length: BEFORE + LOST + 1 }, (_, count) => count));
  });

  it('is brought up to date by a member that kept running, even when nothing new comes', async () => {
    await world.write(world.topics.events, ...counts(0, BEFORE + LOST));
    await world.join({ checkIntervalMs: 100 });
    await handled(BEFORE + LOST);
    await setBack();
    expect(await handled(BEFORE + LOST)).toEqual(Array.from({ length: BEFORE + LOST }, (_, count) => count));
  });

  it('is brought up to date by a member that starts, though Kafka says that all was done and nothing new comes', async () => {
    await world.write(world.topics.events, ...counts(0, BEFORE + LOST));
    const member = await world.join();
    await handled(BEFORE + LOST);
    await member.stop();
    await setBack();
    await world.join();
    expect(await handled(BEFORE + LOST)).toEqual(Array.from({ length: BEFORE + LOST }, (_, count) => count));
  });

  it('control: without the comparison the effects that were lost would stay lost', async () => {
    const statements: ChunkStatements = without('comparison');
    await world.write(world.topics.events, ...counts(0, BEFORE + LOST));
    await world.join({ statements, checkIntervalMs: NEVER });
    await handled(BEFORE + LOST);
    await setBack();
    await world.write(world.topics.events, ...counts(BEFORE + LOST, BEFORE + LOST + 1));
    const last = await eventually('the last one is handled', async () => {
      const seen = await world.effects();
      return seen.some(({ count }) => count === BEFORE + LOST) && seen;
    });
    expect(last.map(({ count }) => count)).toEqual([...Array.from({ length: BEFORE }, (_, count) => count), BEFORE + LOST]);
  });
});
