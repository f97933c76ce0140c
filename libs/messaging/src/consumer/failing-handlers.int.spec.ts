import { eventually, StockCounted } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SingleHandler } from './handlers.js';
import { counting, type Member, type Stage, stage } from './fixtures/stage.js';

const TIMEOUT_MS = 300;

describe('a handler that', () => {
  let world: Stage;
  let member: Member;
  let misbehave: () => unknown;
  let orders = 0;
  let order: string;

  const handler: SingleHandler = {
    ...counting,
    async handle(message, tx) {
      await counting.handle(message, tx);
      if ((message.data as StockCounted).count === 1) await misbehave();
    },
  };

  beforeAll(async () => {
    world = await stage();
    member = await world.join({ handlers: [[StockCounted, handler]], handlerTimeoutMs: TIMEOUT_MS });
  });

  beforeEach(() => {
    order = `order-${(orders += 1)}`;
  });

  afterAll(() => world.close());

  /** Writes a message that makes the handler misbehave, and one of another key; returns what became of the first. */
  async function outcome(): Promise<{ state: string; code: string | undefined }> {
    const other = `${order}-other`;
    await world.write(world.topics.events, world.counted(order, 1), world.counted(other, 2));
    await eventually('the other is handled', async () => (await world.effects()).some(({ orderId }) => orderId === other));
    const held = await eventually('the first is held', async () => (await world.held.list({ key: order }, { limit: 1 })).items[0]);
    expect((await world.effects()).filter(({ orderId }) => orderId === order)).toEqual([]);
    expect(member.consumer.health()).toEqual({ ok: true });
    return { state: held.state, code: held.cause?.code };
  }

  it.each<[string, () => unknown, { state: string; code: string }]>([
    ['throws a TypeError has a bug', () => { throw new TypeError('x is undefined'); }, { state: 'dead', code: 'handler-bug' }],
    ['overflows the stack has a bug', function again(): unknown { return again(); }, { state: 'dead', code: 'handler-bug' }],
    ['throws an error of no kind is tried again', () => { throw new Error('no'); }, { state: 'waiting', code: 'handler-failed' }],
    ['rejects with nothing is tried again', () => Promise.reject(undefined), { state: 'waiting', code: 'handler-threw-no-error' }],
    ['never ends is stopped and tried again', () => new Promise(() => undefined), { state: 'waiting', code: 'handler-timeout' }],
  ])('%s', async (_, act, expected) => {
    misbehave = act;
    expect(await outcome()).toEqual(expected);
  });

  it('goes on after its time has no effect any more: its transaction throws', async () => {
    let late: unknown;
    misbehave = () => new Promise(() => undefined);
    const slow: SingleHandler = {
      ...counting,
      async handle(message, tx) {
        await new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS * 2));
        await tx.query('SELECT 1').catch((error: unknown) => (late = error));
      },
    };
    const own = await stage();
    await own.join({ handlers: [[StockCounted, slow]], handlerTimeoutMs: TIMEOUT_MS });
    await own.write(own.topics.events, own.counted('late', 1));
    await eventually('the late query was refused', () => late);
    expect(late).toMatchObject({ name: 'HandlerTimeout' });
    await own.close();
  });
});
