import { createCatalogue } from '@kervan/contracts';
import { eventually, StockCounted, StockNoted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PermanentFailure } from '../consumer/failure.js';
import { counting, type Member, headersOf, type Stage, stage } from '../consumer/fixtures/stage.js';
import type { SingleHandler } from '../consumer/handlers.js';
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
  const note = (orderId: string, id = newId()) => ({
    key: orderId, value: world.framed(StockNoted, { orderId, count: 1 }), headers: headersOf(StockNoted, id),
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

  it('runs once where it was written twice', async () => {
    former = await world.join({ catalogue: formerCatalogue(false), handlers });
    const id = newId();
    await world.write(world.topics.events, note('order', id), note('order', id));
    await eventually('both are held', async () => (await states()).length === 2);
    await former.stop();
    await world.join({ handlers });
    await eventually('both are handled', async () => (await states()).every(([state]) => state === 'handled'));
    expect((await world.effects()).map(({ count }) => count)).toEqual([1]);
    expect((await states()).map(([, cause]) => cause).toSorted()).toEqual(['duplicate', 'unknown-record']);
  });

  describe('of which a second one is held as the message that it is', () => {
    let isWrong: boolean;
    const id = newId();
    const failing: SingleHandler = {
      ...counting,
      async handle(message, tx) {
        if (isWrong) throw new PermanentFailure('wrong', 'as the test wants it');
        await counting.handle(message, tx);
      },
    };
    /** The id of a held record, by its place among them in the log. */
    const heldAt = async (place: number): Promise<string> => {
      const { items } = await world.held.list({}, { limit: 10 });
      return items.toSorted((one, other) => Number(one.offset) - Number(other.offset))[place]!.id;
    };
    const actor = { by: 'ada', reason: 'the handler was mended' };

    beforeEach(async () => {
      isWrong = true;
      former = await world.join({ catalogue: formerCatalogue(false), handlers });
      await world.write(world.topics.events, note('order', id));
      await eventually('it is held', async () => (await states()).length === 1);
      await former.stop();
      await world.join({ handlers: [[StockCounted, counting], [StockNoted, failing]] });
      await eventually('it fails', async () => (await states())[0]?.[1] === 'wrong');
      await world.write(world.topics.events, world.counted('order', 7), note('order', id), world.counted('order', 8));
      await eventually('the others wait behind it', async () => (await states()).length === 4);
      isWrong = false;
    });

    it('runs in its place, before what came in between, and the second not at all', async () => {
      await world.held.redrive(await heldAt(0), actor);
      await eventually('all are handled', async () => (await states()).every(([state]) => state === 'handled'));
      expect((await world.effects()).map(({ count }) => count)).toEqual([1, 7, 8]);
    });

    it('runs once, too, where the inbox has forgotten it since', async () => {
      await world.sql('DELETE FROM inbox WHERE message_id = $1', [id]);
      await world.held.redrive(await heldAt(0), actor);
      await eventually('all are handled', async () => (await states()).every(([state]) => state === 'handled'));
      expect((await world.effects()).map(({ count }) => count)).toEqual([1, 7, 8]);
    });

    it('runs, too, where a person has discarded the second', async () => {
      await world.held.discard(await heldAt(2), actor);
      await world.held.redrive(await heldAt(0), actor);
      await eventually('the others are handled', async () => (await states()).filter(([state]) => state === 'handled').length === 3);
      expect((await world.effects()).map(({ count }) => count)).toEqual([1, 7, 8]);
    });
  });

  it('does not run again where another record of the same message has', async () => {
    former = await world.join({ catalogue: formerCatalogue(false), handlers });
    const id = newId();
    await world.write(world.topics.events, note('order', id));
    await eventually('it is held', async () => (await states()).length === 1);
    await former.stop();
    await world.sql('INSERT INTO inbox (consumer, message_id) SELECT consumer, $1 FROM held_message', [id]);
    await world.join({ handlers });
    await eventually('it is over', async () => (await states()).every(([state]) => state === 'handled'));
    expect(await world.effects()).toEqual([]);
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
