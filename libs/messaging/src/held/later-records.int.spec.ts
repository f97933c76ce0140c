import { createCatalogue } from '@kervan/contracts';
import { eventually, StockCounted, StockNoted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { counting, type Member, headersOf, type Stage, stage } from '../consumer/fixtures/stage.js';
import { newId } from '../message/ids.js';

describe('a record that a former release does not know', () => {
  let world: Stage;
  let former: Member;

  /** The release before: without one record, or with it elsewhere alone. */
  const formerCatalogue = (knowsItElsewhere: boolean) => {
    const { catalogue, events, replies } = world.topics;
    return createCatalogue(
      catalogue.topics.map((topic) => {
        if (topic.name === events) return { ...topic, records: topic.records.filter((record) => record !== StockNoted) };
        return topic.name === replies && knowsItElsewhere ? { ...topic, records: [...topic.records, StockNoted] } : topic;
      }),
    );
  };
  const handlers = [[StockCounted, counting], [StockNoted, counting]] as const;
  const note = (orderId: string) => ({
    key: orderId, value: world.framed(StockNoted, { orderId, count: 1 }), headers: headersOf(StockNoted, newId()),
  });
  const states = async () => (await world.held.list({}, { limit: 10 })).items.map(({ state, cause }) => [state, cause?.code]);

  beforeEach(async () => {
    world = await stage();
  });
  afterEach(() => world.close());

  it.each([
    ['unknown-record', false],
    ['misplaced-record', true],
  ])('is held by it as %s, with its key’s later ones, and runs by itself once a release that knows it is there', async (code, elsewhere) => {
    former = await world.join({ catalogue: formerCatalogue(elsewhere), handlers });
    await world.write(world.topics.events, note('order'), world.counted('order', 1), world.counted('other', 2));
    await eventually('both of the order are held', async () => (await states()).length === 2);
    expect(await states()).toContainEqual(['dead', code]);
    await former.stop();
    expect((await world.effects()).map(({ count }) => count)).toEqual([2]);

    await world.join();
    await eventually('the later one of its key is handled', async () => (await world.effects()).length === 2);
    expect((await states()).map(([state]) => state)).toEqual(['handled', 'handled']);
  });

  it('stays held where nobody knows it', async () => {
    former = await world.join({ catalogue: formerCatalogue(false) });
    await world.write(world.topics.events, note('order'));
    await eventually('it is held', async () => (await states()).length === 1);
    await former.stop();
    const again = await world.join({ catalogue: formerCatalogue(false) });
    await world.write(world.topics.events, world.counted('other', 2));
    await eventually('others are handled', async () => (await world.effects()).length === 1);
    await again.stop();
    expect(await states()).toEqual([['dead', 'unknown-record']]);
  });
});
