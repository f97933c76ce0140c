import { randomUUID } from 'node:crypto';
import { kafkaClient, LANES, newId } from '@kervan/messaging';
import { partitionKey, RecordRefusedByBroker, type StoredOutput } from '@kervan/messaging/parts';
import { createTopics, eventually, readTopics, testStack } from '@kervan/testing';
import { Logger } from '@nestjs/common';
import { type AclEntry, AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, type SecuredKafka, startSecuredKafka } from '../rights/fixtures/secured-kafka.js';
import type { CandidateClient, ClientDoor, RecordSender } from './client-door.js';
import { activeProducers } from './fixtures/active-producers.js';
import { platformaticClient } from './fixtures/platformatic-client.js';
import { type MemberOptions, TestMember } from './fixtures/test-member.js';
import { kafkajsClient } from './kafkajs-client.js';

const LANE = 3;
const LONGER_THAN_A_SESSION_MS = 9_000;

let secured: SecuredKafka;

beforeAll(async () => {
  Logger.overrideLogger(false);
  secured = await startSecuredKafka(['door']);
}, 240_000);
afterAll(() => secured?.stop());

/** The right of the principal `door` to do one thing with one topic. */
function mayOnly(operation: AclOperationTypes, resourceName: string): AclEntry {
  const topic = { resourceType: AclResourceTypes.TOPIC, resourcePatternType: ResourcePatternTypes.LITERAL, resourceName };
  return { ...topic, principal: 'User:door', host: '*', operation, permissionType: AclPermissionTypes.ALLOW };
}

describe.each<CandidateClient>([kafkajsClient, platformaticClient])('the door to Kafka, by $name,', (client) => {
  let door: ClientDoor;
  let topic: string;
  let other: string;
  let groupId: string;
  let dropTopics: () => Promise<void>;
  let sender: RecordSender;
  let members: TestMember[];

  beforeEach(async () => {
    const id = randomUUID().slice(0, 8);
    [topic, other, groupId] = [`test.door${id}.events.v1`, `test.door${id}.commands.v1`, `door-${id}`];
    dropTopics = await createTopics([topic, other]);
    door = client.open({ brokers: testStack().kafkaBrokers, clientId: 'door' });
    sender = door.sender();
    members = [];
  });

  afterEach(async () => {
    await Promise.all(members.map((member) => member.stop()));
    await sender.close();
    await door.close();
    await dropTopics();
  });

  /** A test of the suite; one that the client is known to fall in must fall, so that the day it passes is noticed. */
  function its(name: string, test: () => Promise<void>): void {
    if (client.falls[name] === undefined) it(name, test);
    else it.fails(`${name} — not yet: ${client.falls[name]}`, test);
  }

  async function join(options: Partial<MemberOptions> = {}): Promise<TestMember> {
    const member = new TestMember(door, { groupId, topics: [topic, other], ...options });
    members.push(member);
    return member.start();
  }

  function record(count: number, lane = LANE, more: Partial<StoredOutput> = {}): StoredOutput {
    const messageId = newId();
    const value = Buffer.from(String(count));
    return { id: messageId, messageId, topic, key: Buffer.from(`key-${lane}`), lane, value, headers: { ce_id: messageId }, ...more };
  }

  const written = (from: number, to: number, lane = LANE): Promise<void> =>
    sender.send(Array.from({ length: to - from }, (_, at) => record(from + at, lane)));

  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

  async function administer<T>(work: (admin: ReturnType<ReturnType<typeof kafkaClient>['admin']>) => Promise<T>): Promise<T> {
    const admin = kafkaClient({ brokers: testStack().kafkaBrokers, clientId: 'test' }).admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  }

  async function deleteRecordsBefore(offset: string): Promise<void> {
    await administer((admin) =>
      eventually('the leader of the new partition has deleted them', async () => {
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: LANE, offset }] });
        return true;
      }),
    );
  }

  describe('sends', () => {
    its('the records of each lane in their order, each once', async () => {
      const reader = await readTopics(topic);
      for (let from = 0; from < 500; from += 50) {
        await sender.send(range(from, from + 50).flatMap((count) => [record(count, 1), record(count, 7)]));
      }
      await eventually('all are there', () => reader.records.length >= 1_000);
      await reader.stop();
      for (const lane of [1, 7]) {
        const own = reader.records.filter(({ partition }) => partition === lane);
        expect(own.map(({ value }) => Number(value))).toEqual(range(0, 500));
        expect(new Set(own.map(({ key }) => key))).toEqual(new Set([`key-${lane}`]));
      }
    });

    its('keys, values and headers as they are, also none', async () => {
      const reader = await readTopics(topic);
      await sender.send([record(0, LANE, { headers: { ce_id: 'a', ce_type: 'ğüşiöç' } }), record(1, LANE, { key: null, value: null })]);
      await eventually('both are there', () => reader.records.length >= 2);
      await reader.stop();
      const [first, second] = reader.records;
      expect(first).toMatchObject({ key: `key-${LANE}`, headers: { ce_id: 'a', ce_type: 'ğüşiöç' } });
      expect([second!.key, second!.value]).toEqual([undefined, null]);
    });

    its('nothing of a record that is too big, and says so by the broker’s own name', async () => {
      const refusal = await sender.send([record(0, LANE, { value: Buffer.alloc(1_500_000, 'x') })]).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(RecordRefusedByBroker);
      expect(refusal).toMatchObject({ code: 'MESSAGE_TOO_LARGE', isOfTopic: false });
      await written(0, 1);
    });

    its('nothing to a topic that is not there, and says so', async () => {
      const refusal = await sender.send([record(0, LANE, { topic: `${topic}-absent` })]).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(RecordRefusedByBroker);
      expect(refusal).toMatchObject({ isOfTopic: true });
      await written(0, 1);
    });

    its('as an idempotent producer, by whose numbers the broker knows a repetition', async () => {
      await written(0, 3);
      await written(3, 5);
      const [producer, ...more] = await activeProducers(topic, LANE);
      expect(more).toEqual([]);
      expect(producer).toMatchObject({ lastSequence: 4 });
    });
  });

  describe('reads', () => {
    its('from the positions that it is told, whatever the group has committed', async () => {
      await written(0, 10);
      await administer((admin) => admin.setOffsets({ groupId, topic, partitions: [{ partition: LANE, offset: '8' }] }));
      const member = await join({ positions: new Map([[partitionKey({ topic, number: LANE }), 4n]]) });
      await eventually('the last has come', () => member.items.length >= 6);
      expect(member.offsets(topic, LANE)).toEqual(range(4, 10));
    });

    its('what is written while it reads, in the order of each partition', async () => {
      const member = await join();
      for (const from of [0, 100, 200]) {
        await written(from, from + 100);
        await written(from, from + 100, 8);
      }
      await eventually('all have come', () => member.items.length >= 600);
      for (const lane of [LANE, 8]) expect(member.offsets(topic, lane)).toEqual(range(0, 300));
    });

    its('keys, values and headers as they were written, also one that is there twice', async () => {
      const producer = kafkaClient({ brokers: testStack().kafkaBrokers, clientId: 'test' }).producer();
      await producer.connect();
      const headers = { once: 'a', twice: ['b', 'c'] };
      await producer.send({ topic, messages: [{ partition: LANE, key: 'k', value: 'v', headers }, { partition: LANE, value: null }] });
      await producer.disconnect();
      const member = await join();
      await eventually('both have come', () => member.items.length >= 2);
      const [first, second] = member.items.map((item) => item.record);
      expect([String(first!.key), String(first!.value), String(first!.headers['once'])]).toEqual(['k', 'v', 'a']);
      expect((first!.headers['twice'] as Buffer[]).map(String)).toEqual(['b', 'c']);
      expect([second!.key, second!.value, second!.headers]).toEqual([null, null, {}]);
    });

    its('no more of a partition than is in hand until that is done', async () => {
      await written(0, 20);
      const member = await join({ finishes: false });
      await eventually('a batch has come', () => member.items.length > 0);
      const inHand = member.items.length;
      await written(20, 40);
      await written(0, 1, 5);
      await written(1, 2, 5);
      expect(member.offsets(topic, LANE)).toEqual(range(0, inHand));
      await eventually('the rest comes when it is done', async () => {
        await member.finish();
        return member.offsets(topic, LANE).length >= 40;
      });
      expect(member.offsets(topic, LANE)).toEqual(range(0, 40));
    });

    its('again from where it is sent', async () => {
      await written(0, 10);
      const member = await join();
      await eventually('all have come', () => member.items.length >= 10);
      const partition = member.partition(topic, LANE);
      partition.position = 7n;
      member.intake.seek(partition);
      await eventually('they come again', () => member.items.length >= 13);
      expect(member.offsets(topic, LANE)).toEqual([...range(0, 10), ...range(7, 10)]);
    });

    its('nothing of a paused partition, everything of the others, and goes on where it was', async () => {
      const member = await join();
      await eventually('it owns all', () => member.size === 2 * LANES);
      member.pause(topic, LANE);
      await written(0, 5);
      for (const from of [0, 1, 2]) {
        await written(from, from + 1, 9);
        await eventually('the others go on', () => member.offsets(topic, 9).length > from);
      }
      expect(member.offsets(topic, LANE)).toEqual([]);
      member.resume(topic, LANE);
      await eventually('it goes on', () => member.offsets(topic, LANE).length >= 5);
      expect(member.offsets(topic, LANE)).toEqual(range(0, 5));
    });

    its('nothing when the log no longer holds the position, and says so instead of skipping', async () => {
      await written(0, 10);
      await deleteRecordsBefore('6');
      const member = await join({ positions: new Map([[partitionKey({ topic, number: LANE }), 2n]]) });
      const { partition, found } = await eventually('it is told', () => member.lost[0]);
      expect([partition.number, found]).toEqual([LANE, 6n]);
      await written(0, 1, 9);
      await eventually('the others go on', () => member.offsets(topic, 9).length > 0);
      expect(member.offsets(topic, LANE)).toEqual([]);
    });

    its('nothing when the log ends before the position, and says so', async () => {
      await written(0, 3);
      const member = await join({ positions: new Map([[partitionKey({ topic, number: LANE }), 50n]]) });
      await eventually('it is told', () => member.lost.length > 0);
      expect(member.offsets(topic, LANE)).toEqual([]);
    });
  });

  describe('in a group', () => {
    its('owns the same numbers of every topic, and shares them with who joins and gets them back from who leaves', async () => {
      const first = await join();
      await eventually('it owns all', () => first.size === 2 * LANES);
      const second = await join();
      await eventually('they share', () => first.size === LANES && second.size === LANES);
      for (const member of [first, second]) expect(member.numbers(other)).toEqual(member.numbers(topic));
      expect([...first.numbers(topic), ...second.numbers(topic)].toSorted((a, b) => a - b)).toEqual(range(0, LANES));
      await second.stop();
      members.splice(members.indexOf(second), 1);
      await eventually('it owns all again', () => first.size === 2 * LANES);
      await written(0, 1, 0);
      await written(0, 1, 1);
      await eventually('all comes to it', () => first.offsets(topic, 0).length + first.offsets(topic, 1).length === 2);
    });

    its('copies positions to Kafka for lag tools', async () => {
      await written(0, 10);
      const member = await join();
      await eventually('all have come', () => member.items.length >= 10);
      await eventually('the group has the offset', async () => {
        const [offsets] = await administer((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
        return offsets!.partitions.find(({ partition }) => partition === LANE)?.offset === '10';
      });
    });

    its('stays a member while its work makes progress for longer than a session', async () => {
      await written(0, 1);
      const member = await join({ finishes: false });
      await eventually('it has work', () => member.items.length > 0);
      const before = member.assignments.length;
      const end = performance.now() + LONGER_THAN_A_SESSION_MS;
      await eventually('it has worked for long', () => {
        member.intake.progressed();
        return performance.now() > end;
      });
      await member.finish();
      await written(1, 2);
      await eventually('the next has come', () => member.offsets(topic, LANE).length >= 2);
      expect(member.assignments.length).toBe(before);
    });

    its('is no member any more once its work stands still for longer than a session', async () => {
      const member = await join({ finishes: false });
      await eventually('it owns all', () => member.size === 2 * LANES);
      await sender.send(range(0, LANES).flatMap((lane) => [record(0, lane), record(0, lane, { topic: other })]));
      await eventually('it has work', () => member.items.length > 0);
      await eventually('its group has no member', async () => {
        const { groups } = await administer((admin) => admin.describeGroups([groupId]));
        return groups[0]!.state === 'Empty' || groups[0]!.members.length === 0;
      });
    });

    its('that speaks another protocol says that it has given up', async () => {
      const stranger = kafkaClient({ brokers: testStack().kafkaBrokers, clientId: 'test' }).consumer({ groupId });
      await stranger.connect();
      await stranger.subscribe({ topics: [topic] });
      const joined = new Promise((resolve) => stranger.on(stranger.events.GROUP_JOIN, resolve));
      await stranger.run({ eachMessage: async () => undefined });
      await joined;
      const member = await join();
      const error = await eventually('it is told', () => member.crashed);
      await stranger.disconnect();
      expect(error).toBeInstanceOf(Error);
    });
  });

  describe('on a broker that takes nobody without TLS and a password', () => {
    let own: ClientDoor;
    let safe: string;

    beforeEach(async () => {
      safe = `test.safe${randomUUID().slice(0, 8)}.events.v1`;
      const admin = kafkaClient({ ...secured.as(ADMIN), clientId: 'test' }).admin();
      await admin.connect();
      await admin.createTopics({ topics: [{ topic: safe, numPartitions: LANES }], waitForLeaders: false });
      await admin.createAcls({ acl: [mayOnly(AclOperationTypes.DESCRIBE, safe), mayOnly(AclOperationTypes.WRITE, `${safe}-other`)] });
      await admin.disconnect();
    });

    afterEach(() => own.close());

    its('sends and reads', async () => {
      own = client.open({ ...secured.as(ADMIN), clientId: 'door' });
      const by = own.sender();
      await eventually('it is sent', () => by.send([record(7, LANE, { topic: safe })]).then(() => true));
      await by.close();
      const member = new TestMember(own, { groupId, topics: [safe] });
      members.push(member);
      await member.start();
      await eventually('it has come', () => member.items.length > 0);
      expect(Number(member.items[0]!.record.value)).toBe(7);
    });

    its('is refused a topic by the broker’s own name', async () => {
      own = client.open({ ...secured.as('door'), clientId: 'door' });
      const by = own.sender();
      const refusal = await by.send([record(0, LANE, { topic: safe })]).catch((error: unknown) => error);
      await by.close();
      expect(refusal).toBeInstanceOf(RecordRefusedByBroker);
      expect(refusal).toMatchObject({ code: 'TOPIC_AUTHORIZATION_FAILED', isOfTopic: true });
    });

    its('takes the password of the moment: one that was wrong may be right a moment later', async () => {
      let password = 'old';
      const { brokers, tls } = secured.as(ADMIN);
      const login = { username: ADMIN, password: { current: () => password } };
      own = client.open({ brokers, tls, login, clientId: 'door' });
      const by = own.sender();
      await expect(by.send([record(0, LANE, { topic: safe })])).rejects.not.toBeInstanceOf(RecordRefusedByBroker);
      password = secured.passwordOf(ADMIN);
      await eventually('it is sent', () => by.send([record(1, LANE, { topic: safe })]).then(() => true));
      await by.close();
    });
  });

  its('knows the bounds of logs', async () => {
    await written(0, 10);
    await deleteRecordsBefore('4');
    const bounds = await door.logBounds([{ topic, number: LANE }, { topic, number: 0 }]);
    expect(bounds.get(partitionKey({ topic, number: LANE }))).toEqual({ first: 4n, end: 10n });
    expect(bounds.get(partitionKey({ topic, number: 0 }))).toEqual({ first: 0n, end: 0n });
  });
});
