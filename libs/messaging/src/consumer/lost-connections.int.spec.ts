import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, stage } from './fixtures/stage.js';

const ORDERS = 40;
const ROUNDS = 50;

describe('a database that ends every connection again and again', () => {
  let world: Stage;

  beforeAll(async () => {
    world = await stage();
  });

  afterAll(() => world.close());

  it('costs time and nothing else: each message is handled once and in order of its key', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const counts = Array.from({ length: ORDERS }, (_, order) => world.counted(`order-${order}`, round));
      await world.write(world.topics.events, ...counts);
    }
    const { consumer } = await world.join();
    for (const part of [0.1, 0.3, 0.6]) {
      await eventually('some more is handled', async () => (await world.effects()).length >= part * ORDERS * ROUNDS);
      await world.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    }
    const effects = await eventually('all are handled', async () => {
      const seen = await world.effects();
      return seen.length >= ORDERS * ROUNDS && seen;
    });
    expect(effects).toHaveLength(ORDERS * ROUNDS);
    for (const [, own] of Map.groupBy(effects, ({ orderId }) => orderId)) {
      expect(own.map(({ count }) => count)).toEqual(Array.from({ length: ROUNDS }, (_, count) => count));
    }
    expect(consumer.health()).toEqual({ ok: true });
    expect((await world.held.list({}, { limit: 1 })).items).toEqual([]);
  });
});
