import { eventually, StockCounted } from '@kervan/testing';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { laneOf } from '../kafka/lane.js';
import { newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import { everyLane, firstArrivals, someCause, testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { outputStatements, type OutputStatements } from '../transaction/output-statements.js';
import { type OutboxStatements, outboxStatements } from './outbox-statements.js';

let messaging: TestMessaging;

beforeAll(async () => {
  messaging = await testMessaging();
});

afterAll(() => messaging.close());

/** A transaction of another process that has drawn its ids and has not committed yet. */
async function drawnAndNotCommitted(orderId: string, count: number, statements: OutputStatements): Promise<PoolClient> {
  const client = await messaging.pool.connect();
  const db = {
    query: async <R>(sql: string, params?: readonly unknown[]): Promise<R[]> =>
      (await client.query(sql, params as unknown[])).rows as R[],
  };
  const key = Buffer.from(orderId);
  const id = newId();
  const value = StockCounted.encode({ orderId, count, countedBy: 'first' });
  const output = {
    topic: messaging.fresh.events, key, lane: laneOf(key), messageId: id, headers: { ce_id: id },
    value: Buffer.concat([Buffer.alloc(5), value]),
  };
  await client.query('BEGIN');
  await statements.lockKeys(db, [key]);
  await statements.insertOutputs(db, [{ output, handedTo: undefined }]);
  return client;
}

async function commit(client: PoolClient): Promise<void> {
  await client.query('COMMIT');
  client.release();
}

function publish(core: MessagingCore, orderId: string, count: number): Promise<void> {
  return core.transactions.run(async (db) => {
    db.causedBy(someCause()).publish(StockCounted.of({ orderId, count, countedBy: 'second' }));
  });
}

describe('two transactions that write outputs of one key at once', () => {
  it('commit in the order of their ids, so that the topic has them in the order of their commits', async () => {
    const core = await messaging.core();
    const reader = await messaging.read(messaging.fresh.events);
    const orderId = newId();
    const first = await drawnAndNotCommitted(orderId, 1, outputStatements);
    const second = publish(core, orderId, 2);
    await eventually('the second waits for the first', async () => {
      const { rows } = await messaging.pool.query(
        `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()`,
      );
      return rows.length === 1;
    });
    await commit(first);
    await second;
    core.sender.ownLanes(everyLane);
    expect(await eventually('both arrive', () => bothOf(firstArrivals(reader, orderId)))).toEqual([1, 2]);
    await core.stop();
  });

  it('control: without the lock the one that committed last arrives first', async () => {
    const unlocked = { lockKeys: async () => undefined };
    const core = await messaging.core({ statements: { outputs: unlocked } });
    const reader = await messaging.read(messaging.fresh.events);
    const orderId = newId();
    const first = await drawnAndNotCommitted(orderId, 1, { ...outputStatements, ...unlocked });
    await publish(core, orderId, 2);
    await commit(first);
    core.sender.ownLanes(everyLane);
    expect(await eventually('both arrive', () => bothOf(firstArrivals(reader, orderId)))).toEqual([1, 2]);
    await core.stop();
  });
});

describe('a row that is committed after rows of higher ids have been sent', () => {
  it('is sent: rows are sent because they are there', async () => {
    const { core, late, reader } = await overtaken(outboxStatements.read);
    await eventually('the late one arrives', () => firstArrivals(reader, late).length === 1);
    await core.stop();
  });

  it('control: a sender that remembers how far it has read loses it', async () => {
    let readUpTo = 0;
    const { core, late, reader } = await overtaken(async (pool, reading) => {
      const finding = await outboxStatements.read(pool, reading);
      const rows = finding.rows.filter(({ id }) => Number(id) > readUpTo);
      readUpTo = Math.max(readUpTo, ...rows.map(({ id }) => Number(id)));
      return { ...finding, rows };
    });
    const next = newId();
    await publish(core, next, 3);
    await eventually('a later one arrives', () => firstArrivals(reader, next).length === 1);
    expect(firstArrivals(reader, late)).toEqual([]);
    await core.stop();
  });

  async function overtaken(read: OutboxStatements['read']) {
    const core = await messaging.core({ statements: { outbox: { read } } });
    core.sender.ownLanes(everyLane);
    const reader = await messaging.read(messaging.fresh.events);
    const [late, other] = [newId(), newId()];
    const first = await drawnAndNotCommitted(late, 1, outputStatements);
    await publish(core, other, 2);
    await eventually('the other one arrives', () => firstArrivals(reader, other).length === 1);
    await commit(first);
    return { core, late, reader };
  }
});

function bothOf(counts: number[]): number[] | undefined {
  return counts.length === 2 ? counts : undefined;
}

it('is looked for by one look at a time, also where another statement fails meanwhile', async () => {
  let [underWay, most, ended] = [0, 0, 0];
  const read: OutboxStatements['read'] = async (pool, reading) => {
    most = Math.max(most, (underWay += 1));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const finding = await outboxStatements.read(pool, reading);
    underWay -= 1;
    ended += 1;
    return finding;
  };
  const measure = (): Promise<never> => Promise.reject(new Error('timeout exceeded when trying to connect'));
  const core = await messaging.core({ statements: { outbox: { read, measure } } });
  core.sender.ownLanes(everyLane);
  await eventually('it has looked three times', () => ended >= 3);
  await core.stop();
  expect(most).toBe(1);
});
