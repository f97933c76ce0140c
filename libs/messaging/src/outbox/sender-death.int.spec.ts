import { eventually, StockCounted } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import { everyLane, firstArrivals, someCause, testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { type OutboxStatements, outboxStatements } from './outbox-statements.js';

let messaging: TestMessaging;

beforeAll(async () => {
  messaging = await testMessaging();
});

afterAll(() => messaging.close());

describe('a sender that dies', () => {
  it('after the acknowledgement and before the delete leaves a duplicate with the same id, no loss', async () => {
    const reader = await messaging.read(messaging.fresh.events);
    const dying = await sender({ remove: () => Promise.reject(new Error('dead before the delete')) });
    const orderId = await publish(dying);
    await eventually('it is sent', () => firstArrivals(reader, orderId).length === 1);
    await dying.stop();
    const next = await sender({});
    const ids = await eventually('it is sent again', () => {
      const records = reader.records.filter(({ key }) => key === orderId);
      return records.length === 2 && records.map(({ headers }) => headers.ce_id);
    });
    expect(new Set(ids).size).toBe(1);
    await next.stop();
  });

  it('after it has read and before it has sent leaves the record to the next', async () => {
    const { orderId, next, reader } = await diesAfterRead(async (pool, reading) => {
      await outboxStatements.read(pool, reading);
      throw new Error('dead after the read');
    });
    await eventually('it is sent', () => firstArrivals(reader, orderId).length === 1);
    await next.stop();
  });

  it('control: a sender that takes rows out of the table before they are acknowledged loses them', async () => {
    const { orderId, next, reader } = await diesAfterRead(async (pool, reading) => {
      const { rows } = await outboxStatements.read(pool, reading);
      await outboxStatements.remove(pool, rows.map(({ id }) => id));
      throw new Error('dead after the read');
    });
    const later = await publish(next);
    await eventually('a later one is sent', () => firstArrivals(reader, later).length === 1);
    expect(firstArrivals(reader, orderId)).toEqual([]);
    await next.stop();
  });
});

async function diesAfterRead(read: OutboxStatements['read']) {
  const reader = await messaging.read(messaging.fresh.events);
  let looks = 0;
  const dying = await sender({
    read: (pool, reading) => {
      looks += 1;
      return read(pool, reading);
    },
  });
  const orderId = await publish(dying);
  const before = looks;
  await eventually('it has looked', () => looks > before + 1);
  await dying.stop();
  return { orderId, reader, next: await sender({}) };
}

async function sender(outbox: Partial<OutboxStatements>): Promise<MessagingCore> {
  const core = await messaging.core({ statements: { outbox } });
  core.sender.ownLanes(everyLane);
  return core;
}

async function publish(core: MessagingCore): Promise<string> {
  const orderId = newId();
  await core.transactions.run(async (db) => {
    db.causedBy(someCause()).publish(StockCounted.of({ orderId, count: 1, countedBy: '' }));
  });
  return orderId;
}
