import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../message/ids.js';
import type { ChunkStatements } from './chunk-statements.js';
import { type Stage, stage } from './fixtures/stage.js';
import { without } from './fixtures/switched-off.js';

describe('a message that its producer wrote three times', () => {
  let world: Stage;

  beforeEach(async () => {
    world = await stage();
  });

  afterEach(() => world.close());

  async function effectsOfThree(statements?: ChunkStatements): Promise<number[]> {
    const twice = world.counted('order', 1, newId());
    await world.write(world.topics.events, twice, twice);
    await world.join(statements && { statements });
    await eventually('the first two are handled', async () => (await world.effects()).length > 0);
    await world.write(world.topics.events, twice, world.counted('order', 2));
    const seen = await eventually('the last is handled', async () => {
      const effects = await world.effects();
      return effects.some(({ count }) => count === 2) && effects;
    });
    return seen.map(({ count }) => count);
  }

  it('is handled once, within a chunk and later', async () => {
    expect(await effectsOfThree()).toEqual([1, 2]);
  });

  it('control: without the inbox it would be handled three times', async () => {
    expect(await effectsOfThree(without('inbox'))).toEqual([1, 1, 1, 2]);
  });
});
