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

describe('what is handed over while its lane is drained again', () => {
  const BARRIER = 4_711;

  it('is sent before what comes after it, though the look into the table had begun before its commit', async () => {
    const orderId = newId();
    const lane = laneOf(orderId);
    let [isShut, isHolding] = [false, false];
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const core = await ownerOfAll({
      async read(pool, reading) {
        const finding = await outboxStatements.read(pool, reading);
        if (!isShut || !reading.undrained.includes(lane)) return finding;
        isHolding = true;
        await opened;
        return finding;
      },
    });
    const reader = await messaging.read(messaging.fresh.events);

    const goOn = await holdUpCommits();
    const first = chunk(core, orderId, 1);
    await eventually('it is about to be committed', isHeldUp);
    isShut = true;
    core.sender.drainLane(lane);
    await eventually('the look has begun', () => isHolding);
    await goOn();
    await first;
    open();
    await eventually('the lane is drained', () => core.sender.takerOf(lane));
    await chunk(core, orderId, 2);
    expect(await eventually('both are sent', () => bothOf(firstArrivals(reader, orderId)))).toEqual([1, 2]);
    await core.stop();
  });

  /** Has each commit of outputs wait, just before it, until the returned function is called. */
  async function holdUpCommits(): Promise<() => Promise<void>> {
    await messaging.pool.query(`
      CREATE FUNCTION wait_at_barrier() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(${BARRIER});
        RETURN NEW;
      END $$`);
    await messaging.pool.query(
      'CREATE TRIGGER barrier BEFORE INSERT ON outbox_message FOR EACH ROW EXECUTE FUNCTION wait_at_barrier()',
    );
    const client = await messaging.pool.connect();
    await client.query('SELECT pg_advisory_lock($1)', [BARRIER]);
    return async () => {
      await client.query('SELECT pg_advisory_unlock($1)', [BARRIER]);
      client.release();
    };
  }

  async function isHeldUp(): Promise<boolean> {
    const { rows } = await messaging.pool.query(
      `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()`,
    );
    return rows.length === 1;
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
