import { eventually, StockCounted } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import { countOf, everyLane, someCause, testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { ScheduleWorker } from './schedule-worker.js';
import { scheduleStatements, type ScheduleStatements } from './schedule-statements.js';

const TIMERS = 40;

let messaging: TestMessaging;
let core: MessagingCore;

beforeAll(async () => {
  messaging = await testMessaging();
  core = await messaging.core({ statements: { schedules: { takeDue: async () => [] } } });
  core.sender.ownLanes(everyLane);
});

afterAll(() => messaging.close());

describe('scheduled messages that are due', () => {
  it('are sent once each, whoever of two workers takes them', async () => {
    const { arrived, orders } = await firedByTwo(scheduleStatements);
    expect(arrived.toSorted()).toEqual(orders.toSorted());
  });

  it('control: workers that read without taking send them twice', async () => {
    const { arrived, orders } = await firedByTwo({
      takeDue: (db, limit) =>
        db.query(
          `SELECT topic, key, lane, message_id AS "messageId", value, headers
           FROM scheduled_message WHERE due_at <= now() ORDER BY due_at LIMIT $1`,
          [limit],
        ),
    });
    expect(arrived.length).toBe(2 * orders.length);
    await messaging.pool.query('DELETE FROM scheduled_message');
  });
});

describe('a scheduled message', () => {
  it('is not sent before its time', async () => {
    await schedule('later', newId(), 1, new Date(Date.now() + 3_600_000));
    expect(await new ScheduleWorker(core.transactions).moveDue()).toBe(0);
    await unschedule('later');
  });

  it('is replaced by the next one of its name, and taken back by name', async () => {
    const reader = await messaging.read(messaging.fresh.events);
    const orderId = newId();
    const past = new Date(Date.now() - 1_000);
    await schedule('replaced', orderId, 1, past);
    await schedule('replaced', orderId, 2, past);
    await schedule('taken back', orderId, 3, past);
    await unschedule('taken back');
    expect(await new ScheduleWorker(core.transactions).moveDue()).toBe(1);
    const [sent] = await eventually('it is sent', () => {
      const records = reader.records.filter(({ key }) => key === orderId);
      return records.length > 0 && records;
    });
    expect(countOf(sent!.value)).toBe(2);
  });

  it('is not there when the transaction that scheduled it was rolled back', async () => {
    const failing = core.transactions.run(async (db) => {
      const message = StockCounted.of({ orderId: newId(), count: 1, countedBy: '' });
      db.causedBy(someCause()).schedule('never', message, new Date());
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await messaging.pool.query('SELECT FROM scheduled_message')).rowCount).toBe(0);
  });
});

async function firedByTwo(statements: ScheduleStatements): Promise<{ arrived: string[]; orders: string[] }> {
  const reader = await messaging.read(messaging.fresh.events);
  const orders = Array.from({ length: TIMERS }, () => newId());
  await core.transactions.run(async (db) => {
    const tx = db.causedBy(someCause());
    for (const orderId of orders) {
      tx.schedule(orderId, StockCounted.of({ orderId, count: 1, countedBy: '' }), new Date(Date.now() - 1_000));
    }
  });
  const workers = [1, 2].map(() => new ScheduleWorker(core.transactions, statements));
  const moved = await Promise.all(workers.map((worker) => worker.moveDue()));
  const total = moved[0]! + moved[1]!;
  const arrived = await eventually('all that was moved arrives', () => {
    const keys = reader.records.map(({ key }) => key!).filter((key) => orders.includes(key));
    return keys.length >= total && keys;
  });
  return { arrived, orders };
}

async function schedule(name: string, orderId: string, count: number, at: Date): Promise<void> {
  await core.transactions.run(async (db) => {
    db.causedBy(someCause()).schedule(name, StockCounted.of({ orderId, count, countedBy: '' }), at);
  });
}

async function unschedule(name: string): Promise<void> {
  await core.transactions.run(async (db) => db.causedBy(someCause()).unschedule(name));
}
