import { eventually, StockCounted } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { headersOf } from '../consumer/fixtures/stage.js';
import { testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { newId } from '../message/ids.js';
import type { Received } from '../message/received.js';
import { frame } from '../message/wire-format.js';
import type { MessagingCore } from '../messaging-core.js';
import type { DiscardNotice } from './discard-notice.js';
import { HeldState } from './held-message.js';
import { HeldMessages, type HeldMessagesParts } from './held-messages.js';
import { HeldWriter } from './held-writer.js';

const [ada, grace] = ['ada', 'grace'].map((by) => ({ by, reason: 'sold twice' })) as [Actor, Actor];

interface Actor {
  readonly by: string;
  readonly reason: string;
}

describe('who waits for a message of which several records are held', () => {
  let messaging: TestMessaging;
  let core: MessagingCore;
  let order: string;
  let offset = 0n;
  let told: Received<unknown>[];
  const discardNotice: DiscardNotice = { record: StockCounted, give: async (_, message) => void told.push(message) };

  beforeAll(async () => {
    messaging = await testMessaging();
    core = await messaging.core();
  });

  afterAll(() => messaging.close());

  beforeEach(() => {
    order = newId();
    told = [];
  });

  const heldOf = (parts: Partial<HeldMessagesParts> = {}): HeldMessages => {
    const { fresh } = messaging;
    return new HeldMessages({ ...core, consumer: fresh.service, db: core.administration, catalogue: fresh.catalogue, discardNotice, ...parts });
  };
  const counts = (): number[] => told.map(({ data }) => (data as StockCounted).count);

  /** Holds a record of the order, dead; `cut` makes it no message. Its id, and the one by which the inbox knows it. */
  async function hold(count: number, cut = 0): Promise<{ readonly id: string; readonly messageId: string }> {
    const messageId = newId();
    const value = frame(core.schemas.idOf(StockCounted), StockCounted.encode({ orderId: order, count, countedBy: 'Ayşe' }));
    const record = {
      topic: messaging.fresh.events, partition: 0, offset: (offset += 1n), timestamp: Date.now(), key: Buffer.from(order),
      value: value.subarray(0, value.length - cut), headers: headersOf(StockCounted, messageId),
    };
    const failure = { kind: 'permanent', code: 'odd', stage: 'value', detail: 'odd' } as const;
    const { administration } = core;
    await new HeldWriter(messaging.fresh.service).hold(administration, [
      { record, messageId, state: HeldState.dead, blocks: true, dueInMs: 0, failure },
    ]);
    const [row] = await administration.query<{ id: string }>('SELECT id FROM held_message WHERE message_id = $1', [messageId]);
    return { id: row!.id, messageId };
  }

  it('is told by the last of two who discard one each at the same moment', async () => {
    const [first, second] = [await hold(1), await hold(2)];
    const [reached, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const record: HeldMessagesParts['audit']['record'] = async (db, act) => {
      reached.resolve();
      await goesOn.promise;
      await core.audit.record(db, act);
    };
    const byAda = heldOf({ audit: { record, recordAll: async () => undefined, of: (subject) => core.audit.of(subject) } }).discard(first.id, ada);
    await reached.promise;
    let isOver = false;
    const byGrace = heldOf().discard(second.id, grace).finally(() => (isOver = true));
    await eventually('the other waits, or did not need to', async () => isOver || (await isOneWaiting()));
    goesOn.resolve();
    expect(await Promise.all([byAda, byGrace])).toMatchObject([{ state: 'discarded' }, { state: 'discarded' }]);
    expect(counts()).toEqual([2]);
  });

  it.each([
    ['that can be read', true],
    ['that is no message', false],
  ])('is told with the last, be it one %s', async (_, isReadable) => {
    const [bad, good] = [await hold(1, 3), await hold(2)];
    const [one, last] = isReadable ? [bad, good] : [good, bad];
    await heldOf().discard(one.id, ada);
    expect(told).toEqual([]);
    await heldOf().discard(last.id, ada);
    expect([counts(), told[0]?.id]).toEqual([[2], last.messageId]);
  });

  it('is told by the latest that can be read of those that were given up', async () => {
    const records = [await hold(1), await hold(2), await hold(3, 3), await hold(4, 3)];
    for (const { id } of records) await heldOf().discard(id, ada);
    expect(counts()).toEqual([2]);
  });

  it('is told nothing while one that cannot be read is left, which a person can make a message', async () => {
    const [bad, good] = [await hold(1, 3), await hold(2)];
    await heldOf().discard(good.id, ada);
    const edited = await heldOf().edit(bad.id, { value: { orderId: order, count: 5, countedBy: 'Ayşe' } }, ada);
    expect([edited.state, told]).toEqual(['waiting', []]);
  });

  async function isOneWaiting(): Promise<boolean> {
    const { rows } = await messaging.pool.query(
      `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()`,
    );
    return rows.length === 1;
  }
});
