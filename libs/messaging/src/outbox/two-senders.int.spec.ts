import { eventually, StockCounted } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import { everyLane, firstArrivals, someCause, testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { type OutboxStatements, outboxStatements } from './outbox-statements.js';

const ORDERS = 12;
const EACH = 25;

let messaging: TestMessaging;

beforeAll(async () => {
  messaging = await testMessaging();
});

afterAll(() => messaging.close());

describe('two senders that both believe they own every lane', () => {
  it('lose nothing, and keep the order of first arrivals per key', async () => {
    const arrivals = await arrivalsOf({});
    for (const counts of arrivals) expect(counts).toEqual(Array.from({ length: EACH }, (_, count) => count));
  });

  it('control: senders that do not read by id turn keys around', async () => {
    const arrivals = await arrivalsOf({
      async read(pool, reading) {
        const finding = await outboxStatements.read(pool, reading);
        return { ...finding, rows: finding.rows.toReversed() };
      },
    });
    expect(arrivals.some((counts) => counts.some((count, at) => count !== at))).toBe(true);
  });
});

/** What arrived of each order, by first arrivals, when two senders work while orders are written in bursts. */
async function arrivalsOf(outbox: Partial<OutboxStatements>): Promise<number[][]> {
  const cores = [await messaging.core({ statements: { outbox } }), await messaging.core({ statements: { outbox } })];
  const reader = await messaging.read(messaging.fresh.events);
  const orders = Array.from({ length: ORDERS }, () => newId());
  for (const { sender } of cores) sender.ownLanes(everyLane);
  await Promise.all(orders.map((orderId, at) => write(cores[at % 2]!, orderId)));
  const arrivals = await eventually('everything arrives', () => {
    const counts = orders.map((orderId) => firstArrivals(reader, orderId));
    return counts.every(({ length }) => length === EACH) && counts;
  });
  await Promise.all(cores.map((core) => core.stop()));
  return arrivals;
}

async function write(core: MessagingCore, orderId: string): Promise<void> {
  for (let count = 0; count < EACH; count += 5) {
    await core.transactions.run(async (db) => {
      const tx = db.causedBy(someCause());
      for (let at = count; at < count + 5; at += 1) tx.publish(StockCounted.of({ orderId, count: at, countedBy: '' }));
    });
  }
}
