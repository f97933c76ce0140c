import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Stage, stage } from './fixtures/stage.js';
import { type Mechanism, without } from './fixtures/switched-off.js';

const COUNT = 50;

describe('a service whose offsets in Kafka are lost', () => {
  let world: Stage;

  beforeEach(async () => {
    world = await stage();
    const counts = Array.from({ length: COUNT }, (_, count) => world.counted(`order-${count % 7}`, count));
    await world.write(world.topics.events, ...counts);
    const member = await world.join();
    await eventually('all are handled', async () => (await world.effects()).length === COUNT);
    await member.stop();
  });

  afterEach(() => world.close());

  /** Starts the service in a group that has no offsets, and returns the counts once one more record is handled. */
  async function countsAfterRestart(...off: readonly Mechanism[]): Promise<number[]> {
    await world.join({ groupId: `${world.service}-anew`, statements: without(...off) });
    await world.write(world.topics.events, ...Array.from({ length: 7 }, (_, at) => world.counted(`order-${at}`, COUNT)));
    const effects = await eventually('the last of each order is handled', async () => {
      const seen = await world.effects();
      return seen.filter(({ count }) => count === COUNT).length === 7 && seen;
    });
    return effects.map(({ count }) => count).filter((count) => count < COUNT);
  }

  const forgetPositions = (): Promise<unknown> => world.sql('DELETE FROM consumer_progress');

  it('goes on where the database says: nothing is handled again, even without an inbox', async () => {
    expect(await countsAfterRestart('inbox')).toHaveLength(COUNT);
  });

  it('reads everything again when the positions are lost too, and the inbox lets nothing through', async () => {
    await forgetPositions();
    expect(await countsAfterRestart()).toHaveLength(COUNT);
  });

  it('control: with neither positions nor inbox, everything would be handled again', async () => {
    await forgetPositions();
    expect(await countsAfterRestart('inbox')).toHaveLength(2 * COUNT);
  });
});
