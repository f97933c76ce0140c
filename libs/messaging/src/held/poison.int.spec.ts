import { eventually, readTopics, StockCounted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PermanentFailure, RetryableFailure } from '../consumer/failure.js';
import type { SingleHandler } from '../consumer/handlers.js';
import { counting, type Stage, stage } from '../consumer/fixtures/stage.js';
import { type Mechanism, without } from '../consumer/fixtures/switched-off.js';
import { laneOf } from '../kafka/lane.js';

const POISON = 13;

describe('a message that its handler cannot take', () => {
  let world: Stage;
  let broken: ((count: number) => Error | undefined) | undefined;

  const handler: SingleHandler = {
    ...counting,
    async handle(message, tx) {
      await counting.handle(message, tx);
      const error = broken?.((message.data as StockCounted).count);
      if (error) throw error;
    },
  };

  beforeEach(async () => {
    world = await stage();
    broken = (count) => (count === POISON ? new PermanentFailure('no-such-shelf', 'shelf 13') : undefined);
  });

  afterEach(() => world.close());

  function join(...off: readonly Mechanism[]): Promise<unknown> {
    return world.join({ handlers: [[StockCounted, handler]], statements: without(...off) });
  }

  async function countsOf(order: string): Promise<number[]> {
    return (await world.effects()).filter(({ orderId }) => orderId === order).map(({ count }) => count);
  }

  /** Another order whose records lie in the same partition. */
  function neighbourOf(order: string): string {
    const names = Array.from({ length: 500 }, (_, at) => `neighbour-${at}`);
    return names.find((name) => laneOf(name) === laneOf(order))!;
  }

  it('holds its key and never its partition', async () => {
    const neighbour = neighbourOf('order');
    await world.write(
      world.topics.events,
      world.counted('order', 1),
      world.counted('order', POISON),
      world.counted(neighbour, 1),
      world.counted('order', 2),
    );
    await join();
    await eventually('the neighbour is handled', async () => (await countsOf(neighbour)).length === 1);
    await world.write(world.topics.events, world.counted('order', 3), world.counted(neighbour, 2));
    await eventually('the neighbour goes on', async () => (await countsOf(neighbour)).length === 2);

    expect(await countsOf('order')).toEqual([1]);
    const { items } = await world.held.list({}, { limit: 10 });
    expect(items.map(({ state, offset, cause }) => [offset, state, cause?.code]).toReversed()).toEqual([
      ['1', 'dead', 'no-such-shelf'],
      ['3', 'waiting', undefined],
      ['4', 'waiting', undefined],
    ]);
  });

  /** Writes a poison and two later messages, redrives the poison once its cause is gone, and waits for all of them. */
  async function orderAfterRedrive(...off: readonly Mechanism[]): Promise<number[]> {
    await world.write(world.topics.events, ...[POISON, 14, 15].map((count) => world.counted('order', count)));
    await join(...off);
    const { held } = world;
    const dead = await eventually('the poison is dead', async () => {
      const { items } = await held.list({ state: 'dead' }, { limit: 1 });
      return items[0];
    });
    await eventually('the later ones are done with', async () => {
      const [row] = await world.sql<{ next: string }>('SELECT max(next_offset) AS next FROM consumer_progress');
      return row?.next === '3';
    });
    broken = undefined;
    await held.redrive(dead.id, { by: 'operator', reason: 'shelf 13 was built' });
    await eventually('all are handled', async () => (await countsOf('order')).length === 3);
    return countsOf('order');
  }

  it('is handled before the later ones of its key once it is redriven', async () => {
    expect(await orderAfterRedrive()).toEqual([POISON, 14, 15]);
  });

  it('control: without the look at held messages the later ones would have passed it', async () => {
    expect(await orderAfterRedrive('holding')).toEqual([14, 15, POISON]);
  });

  it('lets the later ones go on once it is discarded', async () => {
    await world.write(world.topics.events, world.counted('order', POISON), world.counted('order', 14));
    await join();
    const { held } = world;
    const dead = await eventually('the poison is dead', async () => (await held.list({ state: 'dead' }, { limit: 1 })).items[0]);
    await held.discard(dead.id, { by: 'operator', reason: 'counted by hand' });
    await eventually('the later one is handled', async () => (await countsOf('order')).length === 1);
    expect(await countsOf('order')).toEqual([14]);
    expect((await held.get(dead.id)).acts).toMatchObject([{ act: 'discard', by: 'operator', reason: 'counted by hand' }]);
  });

  it('does not hold back later ones where the handler says so', async () => {
    await world.write(world.topics.events, world.counted('order', POISON), world.counted('order', 14));
    await world.join({ handlers: [[StockCounted, { ...handler, whenDead: 'pass' }]] });
    await eventually('the later one is handled', async () => (await countsOf('order')).length === 1);
    expect(await countsOf('order')).toEqual([14]);
  });

  it('is tried again by itself when its failure may pass, and is followed by the later ones in order', async () => {
    let failures = 0;
    broken = (count) => {
      if (count !== POISON || failures === 2) return undefined;
      failures += 1;
      return new RetryableFailure('not-yet', 'the shelf is being built');
    };
    await world.write(world.topics.events, ...[POISON, 14].map((count) => world.counted('order', count)));
    await join();
    await eventually('both are handled', async () => (await countsOf('order')).length === 2);
    expect(await countsOf('order')).toEqual([POISON, 14]);
    const { items } = await world.held.list({ state: 'handled' }, { limit: 10 });
    expect(items.map(({ attempts }) => attempts).toReversed()).toEqual([
      { started: 2, finished: 2 },
      { started: 1, finished: 1 },
    ]);
  });

  it('is copied to the dead letters of the service, with the cause and without words about its content', async () => {
    const letters = await readTopics(world.topics.deadLetters);
    await world.write(world.topics.events, world.counted('order', POISON));
    await join();
    const letter = await eventually('the copy is there', () => letters.records[0]);
    await letters.stop();
    expect(letter.key).toBe('order');
    expect(letter.headers).toMatchObject({
      kervan_reason: 'no-such-shelf',
      kervan_stage: 'handler',
      kervan_topic: world.topics.events,
      kervan_offset: '0',
      kervan_attempts: '1',
    });
    expect(JSON.stringify(letter.headers)).not.toContain('Ayşe');
  });
});
