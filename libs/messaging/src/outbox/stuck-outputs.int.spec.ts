import { eventually, StockCounted } from '@kervan/testing';
import { ConfigResourceTypes } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { laneOf } from '../kafka/lane.js';
import { newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import { everyLane, firstArrivals, someCause, testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { type OutboxBacklog, outboxStatements } from './outbox-statements.js';
import { StuckOutputs, type StuckOutputsParts } from './stuck-outputs.js';

let messaging: TestMessaging;
let core: MessagingCore;

beforeAll(async () => {
  messaging = await testMessaging();
  core = await messaging.core();
});

afterAll(() => messaging.close());

it('holds back the key of a record that the broker refuses, and nothing else, until it is released', async () => {
  const reader = await messaging.read(messaging.fresh.events);
  await limitRecords(2_000);
  const refused = newId();
  const neighbour = sameLaneAs(refused);
  await publish(refused, 1, 'x'.repeat(5_000));
  await publish(neighbour, 1);
  await publish(refused, 2);
  core.sender.ownLanes(everyLane);
  await eventually('the neighbour in the lane goes on', () => firstArrivals(reader, neighbour).length === 1);
  await publish(refused, 3);
  await publish(neighbour, 2);
  await eventually('the neighbour still goes on', () => firstArrivals(reader, neighbour).length === 2);

  const stuck = stuckOutputs();
  const [found] = await stuck.list();
  expect(found).toMatchObject({ topic: messaging.fresh.events, cause: 'MESSAGE_TOO_LARGE', waiting: 2 });
  expect(firstArrivals(reader, refused)).toEqual([]);
  const backlog = (): Promise<OutboxBacklog> => outboxStatements.measure(messaging.pool, 10);
  await eventually('what waits behind it keeps nobody from working', async () => (await backlog()).unsent === 0);

  await limitRecords(1_000_000);
  const who = { by: 'ada', reason: 'the topic takes larger records' };
  expect(await stuck.release(found!.id, who)).toBe(true);
  expect(await stuck.release(found!.id, who)).toBe(false);
  const { topic, messageId, cause } = found!;
  const { items } = await core.audit.list({ about: refused }, { limit: 5 });
  expect(items).toMatchObject([
    { act: 'release', subject: { kind: 'outbox-record', id: found!.id }, ...who, detail: { topic, messageId, cause, orderId: refused } },
  ]);
  const counts = await eventually('the key goes on', () => {
    const seen = firstArrivals(reader, refused);
    return seen.length === 3 && seen;
  });
  expect(counts).toEqual([1, 2, 3]);
});

it('does not let a topic that is not there stop the others', async () => {
  const reader = await messaging.read(messaging.fresh.events);
  const [misaddressed, neighbour] = [newId(), newId()];
  const db = await core.transactions.begin();
  for (const id of [newId(), newId(), newId()]) {
    const key = Buffer.from(misaddressed);
    db.copy({ topic: `absent-${id}`, key, lane: laneOf(key), messageId: id, value: null, headers: {} });
  }
  await db.commit();
  await publish(neighbour, 1);
  await eventually('the neighbour is sent', () => firstArrivals(reader, neighbour).length === 1);
  const stuck = await stuckOutputs().list();
  expect(stuck).toEqual([expect.objectContaining({ cause: 'UNKNOWN_TOPIC_OR_PARTITION', waiting: 2 })]);
});

it('releases nothing of which who and why is not recorded', async () => {
  const id = await refusedBefore();
  const unheard = stuckOutputs({ audit: { record: () => Promise.reject(new Error('not recorded')) } });
  await expect(unheard.release(id, { by: 'ada', reason: 'mended' })).rejects.toThrow('not recorded');
  expect((await stuckOutputs().list()).map((one) => one.id)).toContain(id);
});

function stuckOutputs(other: Partial<StuckOutputsParts> = {}): StuckOutputs {
  const { administration: db, transactions, audit } = core;
  return new StuckOutputs({ db, transactions, audit, ...other });
}

/** A record that the broker has refused; its lane is no one's. */
async function refusedBefore(): Promise<string> {
  const [row] = await core.administration.query<{ readonly id: string }>(
    `INSERT INTO outbox_message (lane, topic, message_id, headers, state, stuck_cause)
     VALUES (0, 'absent', gen_random_uuid(), '{}', 'stuck', 'UNKNOWN_TOPIC_OR_PARTITION') RETURNING id`,
  );
  return row!.id;
}

function publish(orderId: string, count: number, countedBy = ''): Promise<void> {
  return core.transactions.run(async (db) => {
    db.causedBy(someCause()).publish(StockCounted.of({ orderId, count, countedBy }));
  });
}

function sameLaneAs(orderId: string): string {
  for (;;) {
    const other = newId();
    if (laneOf(other) === laneOf(orderId)) return other;
  }
}

async function limitRecords(bytes: number): Promise<void> {
  const topic = { type: ConfigResourceTypes.TOPIC, name: messaging.fresh.events };
  const limit = { name: 'max.message.bytes', value: String(bytes) };
  const admin = core.kafka.admin();
  await admin.connect();
  try {
    await admin.alterConfigs({ validateOnly: false, resources: [{ ...topic, configEntries: [limit] }] });
    await eventually('the broker knows the limit', async () => {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ ...topic, configNames: [limit.name] }],
      });
      return resources[0]!.configEntries[0]!.configValue === limit.value;
    });
  } finally {
    await admin.disconnect();
  }
}
