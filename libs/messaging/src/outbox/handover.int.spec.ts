import { randomUUID } from 'node:crypto';
import { eventually, StockCounted } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { laneOf } from '../kafka/lane.js';
import { newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import { everyLane, firstArrivals, someCause, testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { outputStatements } from '../transaction/output-statements.js';
import { type OutboxStatements, outboxStatements } from './outbox-statements.js';

let messaging: TestMessaging;

beforeAll(async () => {
  messaging = await testMessaging();
});

afterAll(() => messaging.close());

describe('the outputs of a consumed chunk', () => {
  it('are sent from memory by the owner of their lane', async () => {
    const core = await ownerOfAll({ read: async () => ({ rows: [], stuckLanes: [] }) });
    const reader = await messaging.read(messaging.fresh.events);
    const orderId = newId();
    await chunk(core, orderId, 1);
    await eventually('it is sent without a look into the table', () => firstArrivals(reader, orderId).length === 1);
    await core.stop();
  });

  it('are sent from the table where another member owns their lane', async () => {
    const [writer, owner] = [await messaging.core(), await ownerOfAll({})];
    const reader = await messaging.read(messaging.fresh.events);
    const orderId = newId();
    await chunk(writer, orderId, 1);
    await eventually('it is sent', () => firstArrivals(reader, orderId).length === 1);
    await Promise.all([writer.stop(), owner.stop()]);
  });
});

describe('what a dead member had been handed', () => {
  it('is sent by the new owner of the lane before its own outputs', async () => {
    const { orderId, before } = await leftByTheDead();
    const { core, reader } = await before({});
    expect(await eventually('both are sent', () => bothOf(firstArrivals(reader, orderId)))).toEqual([1, 2]);
    await core.stop();
  });

  it('control: an owner that does not drain first sends its own outputs first', async () => {
    const { orderId, before, dead } = await leftByTheDead();
    const { core, reader } = await before({
      read: (pool, { undrained, drained, ...reading }) =>
        outboxStatements.read(pool, { ...reading, sender: dead, undrained: [], drained: [...undrained, ...drained] }),
    });
    expect(await eventually('both are sent', () => bothOf(firstArrivals(reader, orderId)))).toEqual([2, 1]);
    await core.stop();
  });

  async function leftByTheDead() {
    const [orderId, dead] = [newId(), randomUUID()];
    const reader = await messaging.read(messaging.fresh.events);
    const before = async (outbox: Partial<OutboxStatements>) => {
      await insertHandedTo(dead, orderId);
      const core = await ownerOfAll(outbox);
      await chunk(core, orderId, 2);
      return { core, reader };
    };
    return { orderId, dead, before };
  }
});

async function ownerOfAll(outbox: Partial<OutboxStatements>): Promise<MessagingCore> {
  const core = await messaging.core({ statements: { outbox } });
  core.sender.ownLanes(everyLane);
  await eventually('every lane is drained', () => everyLane.every((lane) => core.sender.takerOf(lane)));
  return core;
}

async function chunk(core: MessagingCore, orderId: string, count: number): Promise<void> {
  const db = await core.chunks.begin();
  db.causedBy(someCause()).publish(StockCounted.of({ orderId, count, countedBy: '' }));
  await db.commit();
}

async function insertHandedTo(handedTo: string, orderId: string): Promise<void> {
  const [key, id] = [Buffer.from(orderId), newId()];
  const body = StockCounted.encode({ orderId, count: 1, countedBy: '' });
  const output = {
    topic: messaging.fresh.events,
    key,
    lane: laneOf(key),
    messageId: id,
    value: Buffer.concat([Buffer.alloc(5), body]),
    headers: { ce_id: id },
  };
  const db = {
    query: async <R>(sql: string, params?: readonly unknown[]): Promise<R[]> =>
      (await messaging.pool.query(sql, params as unknown[])).rows as R[],
  };
  await outputStatements.insertOutputs(db, [{ output, handedTo }]);
}

function bothOf(counts: number[]): number[] | undefined {
  return counts.length === 2 ? counts : undefined;
}
