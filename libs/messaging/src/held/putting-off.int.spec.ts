import { eventually, StockCounted } from '@kervan/testing';
import { DatabaseError } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { counting, type Stage, stage } from '../consumer/fixtures/stage.js';
import type { SingleHandler } from '../consumer/handlers.js';

let world: Stage;

beforeAll(async () => {
  world = await stage();
});

afterAll(() => world.close());

it('a held message that waits for a right of its own holds up no other', async () => {
  let isMended = false;
  const handler: SingleHandler = {
    ...counting,
    async handle(message, tx) {
      if (!isMended) throw new Error('not yet');
      if ((message.data as StockCounted).orderId === 'refused') throw missingRight();
      await counting.handle(message, tx);
    },
  };
  await world.join({ handlers: [[StockCounted, handler]] });
  await world.write(world.topics.events, world.counted('refused', 1), world.counted('other', 2));
  await eventually('both are held', async () => (await world.held.list({}, { limit: 9 })).items.length === 2);
  await world.sql(`UPDATE held_message SET due_at = now() - interval '1 minute' WHERE key = 'refused'`);
  await world.sql(`UPDATE held_message SET due_at = now() WHERE key = 'other'`);
  isMended = true;

  expect(await eventually('the other is handled', async () => (await world.effects())[0])).toEqual({ orderId: 'other', count: 2 });
  const [refused] = await world.sql(`SELECT state, finished FROM held_message WHERE key = 'refused'`);
  expect(refused, 'and no try was counted').toEqual({ state: 'waiting', finished: 1 });
});

function missingRight(): Error {
  return Object.assign(new DatabaseError('permission denied', 0, 'error'), { code: '42501', severity: 'ERROR' });
}
