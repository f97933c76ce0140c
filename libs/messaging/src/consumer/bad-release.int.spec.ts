import { eventually, StockCounted } from '@kervan/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fixed } from './retry-policy.js';
import { PermanentFailure, RetryableFailure } from './failure.js';
import type { SingleHandler } from './handlers.js';
import { counting, type Stage, stage } from './fixtures/stage.js';

const MANY = 1_500;
const LONG = { withinMs: 120_000 };

let world: Stage;

beforeEach(async () => {
  world = await stage();
});

afterEach(() => world.close());

it('a release that takes no message rests, with most of the topic left to the one that mends it', { timeout: 300_000 }, async () => {
  let isMended = false;
  const handler: SingleHandler = {
    ...counting,
    async handle(message, tx) {
      if (!isMended) throw new PermanentFailure('no-such-column', 'a bad release');
      await counting.handle(message, tx);
    },
  };
  await world.write(world.topics.events, ...Array.from({ length: MANY }, (_, at) => world.counted(`order-${at}`, at)));
  const { consumer } = await world.join({ handlers: [[StockCounted, handler]] });
  await eventually('it rests', () => consumer.pauses.some(({ reason }) => reason === 'most-messages-fail'), LONG);
  expect(consumer.health().ok).toBe(true);
  isMended = true;
  await eventually('all is handled or held', async () => {
    const [row] = await world.sql<{ done: string }>('SELECT sum(next_offset) AS done FROM consumer_progress');
    return Number(row!.done) === MANY;
  }, LONG);
  const [{ count } = { count: '0' }] = await world.sql<{ count: string }>('SELECT count(*) FROM held_message');
  expect(Number(count)).toBeLessThan(MANY / 2);
  expect(await world.effects()).toHaveLength(MANY - Number(count));
});

it('a message is tried again as its handler says', async () => {
  let tries = 0;
  const handler: SingleHandler = {
    ...counting,
    retry: fixed({ everyMs: 1, giveUpAfterMs: 1 }),
    handle() {
      tries += 1;
      throw new RetryableFailure('not-yet', 'never');
    },
  };
  await world.write(world.topics.events, world.counted('order', 1));
  await world.join({ handlers: [[StockCounted, handler]] });
  await eventually('it is given up', async () => (await world.held.list({ state: 'dead' }, { limit: 1 })).items[0]);
  expect(tries).toBeGreaterThanOrEqual(2);
});
