import { type RecordType, Withdraw } from '@kervan/contracts';
import { eventually, readTopics, ReserveStock, StockReserved } from '@kervan/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { laneOf } from '../kafka/lane.js';
import { newId } from '../message/ids.js';
import { headersOf, type Stage, stage } from './fixtures/stage.js';
import type { SingleHandler } from './handlers.js';

let world: Stage;

beforeEach(async () => {
  world = await stage();
});
afterEach(() => world.close());

it('a service that has taken enough takes nothing until there is room again, and is well all the while', async () => {
  const limit = { isFull: false, isReached: () => limit.isFull };
  const { consumer } = await world.join({ limit });
  await world.write(world.topics.events, world.counted('order', 1));
  await eventually('the first is handled', async () => (await world.effects()).length === 1);

  limit.isFull = true;
  await eventually('every partition rests', () => consumer.pauses.length > 0 && consumer.pauses.every(({ reason }) => reason === 'work-waits'));
  await world.write(world.topics.events, world.counted('order', 2), world.counted('order', 3));
  await eventually('it has rested again', () => consumer.pauses.length > 0);
  expect(await world.effects()).toHaveLength(1);
  expect(consumer.health()).toEqual({ ok: true });

  limit.isFull = false;
  await eventually('the others are handled', async () => (await world.effects()).length === 3);
  expect((await world.effects()).map(({ count }) => count)).toEqual([1, 2, 3]);
});

it('nothing takes work back either, while too much waits in the outbox: the answer would be one more', async () => {
  const { consumer, core, client } = await world.join({ limit: { isReached: () => true } });
  const replies = await readTopics(world.topics.replies);
  let isSaturated = true;
  core.sender.isSaturated = () => isSaturated;
  await eventually('every partition rests', () =>
    consumer.pauses.length > 0 && consumer.pauses.every(({ reason }) => reason === 'outbox-full'),
  );
  const data = { orderId: newId(), commandId: newId() };
  const value = world.framed(Withdraw, data);
  await world.write(world.topics.commands, { key: data.orderId, value, headers: headersOf(Withdraw, newId()) });
  const paused = vi.spyOn(client, 'pause');
  await eventually('its partition has rested twice more', () => {
    const rests = paused.mock.calls.flat(2).filter(({ topic, partitions }) =>
      topic === world.topics.commands && partitions?.includes(laneOf(data.orderId)));
    return rests.length >= 2;
  });
  expect(replies.records).toEqual([]);
  isSaturated = false;
  await eventually('it is withdrawn', () => replies.records.length > 0);
  expect(consumer.health()).toEqual({ ok: true });
  await replies.stop();
});

const reserving: SingleHandler = {
  takes: 'one',
  name: 'reserving',
  whenDead: 'hold',
  async handle({ data }, tx) {
    const { orderId, commandId, count } = data as ReserveStock;
    await tx.query('INSERT INTO effect (order_id, count) VALUES ($1, $2)', [orderId, count]);
    tx.reply(StockReserved.of({ orderId, commandId, count }));
  },
};

it('what takes work back is done all the same, ahead of its turn: it makes room', async () => {
  const limit = { isFull: true, isReached: () => limit.isFull };
  const { consumer } = await world.join({ limit, handlers: [[ReserveStock, reserving]] });
  const replies = await readTopics(world.topics.replies);
  const orderId = newId();
  const send = <T>(type: RecordType<T>, data: T) =>
    world.write(world.topics.commands, { key: orderId, value: world.framed(type, data), headers: headersOf(type, newId()) });
  const answers = (count: number) =>
    eventually(`${count} answers`, () => {
      const told = replies.records.map(({ headers }) => headers.ce_type?.split('.').at(-1));
      return told.length >= count && told;
    });
  const [kept, unwanted, late] = [newId(), newId(), newId()];

  await send(ReserveStock, { orderId, commandId: kept, count: 1 });
  await send(ReserveStock, { orderId, commandId: unwanted, count: 2 });
  await send(Withdraw, { orderId, commandId: unwanted });
  expect(await answers(1)).toEqual(['CommandWithdrawn']);
  expect(await world.effects()).toEqual([]);
  expect(consumer.health()).toEqual({ ok: true });

  limit.isFull = false;
  expect((await answers(4)).toSorted(), 'all of it in its turn').toEqual([
    'CommandWithdrawn', 'CommandWithdrawn', 'CommandWithdrawn', 'StockReserved',
  ]);
  const ids = replies.records.map(({ headers }) => headers.ce_id);
  expect(ids.lastIndexOf(ids[0]), 'the same answer once more').toBeGreaterThan(0);

  limit.isFull = true;
  await eventually('no more is taken', () => consumer.pauses.length > 0);
  await send(ReserveStock, { orderId, commandId: late, count: 3 });
  await send(Withdraw, { orderId, commandId: late });
  expect((await answers(5)).at(-1), 'from where it was looked through to').toBe('CommandWithdrawn');
  expect(await world.effects()).toEqual([{ orderId, count: 1 }]);
  await replies.stop();
});
