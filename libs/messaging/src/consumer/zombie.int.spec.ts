import { eventually, readTopics, StockCounted, StockNoted, type TopicReader } from '@kervan/testing';
import type { Message as KafkaMessage } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeathNotice } from '../held/death-notice.js';
import { HeldWriter } from '../held/held-writer.js';
import { laneOf } from '../kafka/lane.js';
import type { RawRecord } from '../message/raw-record.js';
import type { MessagingCore } from '../messaging-core.js';
import { type OutboxStatements, outboxStatements } from '../outbox/outbox-statements.js';
import { chunkStatements } from './chunk-statements.js';
import { ChunkTransaction } from './chunk-transaction.js';
import { HandlerCaller } from './handler-caller.js';
import { Handlers, type SingleHandler } from './handlers.js';
import { OwnedPartition } from './owned-partition.js';
import { RecordReader } from './record-reader.js';
import { type Member, type Stage, stage } from './fixtures/stage.js';

/** Publishes a note of each count. */
const noting: SingleHandler = {
  takes: 'one',
  name: 'noting',
  whenDead: 'hold',
  handle({ data }, tx) {
    const { orderId, count } = data as StockCounted;
    tx.publish(StockNoted.of({ orderId, count }));
  },
};
const handlers = [[StockCounted, noting]] as const;
const KEY = 'order';

describe('a former owner that commits after the new one has sent what it found', () => {
  let world: Stage;
  let topic: TopicReader;
  let openDoor = (): void => undefined;

  beforeEach(async () => {
    world = await stage();
    topic = await readTopics(world.topics.events);
  });

  afterEach(async () => {
    openDoor();
    await topic.stop();
    await world.close();
  });

  /**
   * What a process does that had fetched a record, stood still while another took over, and goes on then: it commits,
   * believes to own the lane, and ends before it has sent anything.
   */
  async function commitAsZombie(zombie: MessagingCore, record: RawRecord): Promise<void> {
    await zombie.schemas.start(world.topics.catalogue.topics.flatMap(({ records }) => records));
    zombie.sender.ownLanes([record.partition]);
    const own = new Handlers([{ record: StockCounted, handler: noting }]);
    const transaction = new ChunkTransaction({
      consumer: world.service,
      transactions: zombie.chunks,
      commands: zombie.commands,
      held: new HeldWriter(world.service),
      notice: new DeathNotice(world.service, zombie.commands),
      caller: new HandlerCaller(),
      statements: chunkStatements,
      random: Math.random,
    });
    const partition = new OwnedPartition(record.topic, record.partition, record.offset);
    const reader = new RecordReader(zombie.decoder, world.topics.catalogue, own);
    const { items } = await reader.read([{ partition, record, previous: record.offset, next: record.offset + 1n }]);
    // Tried again like any chunk: a database that is new may open its inbox of the day in the same moment.
    const attempt = await eventually('it has ended', () => transaction.attempt(items, new Map()));
    expect(attempt).toMatchObject({ outcome: 'committed' });
  }

  /** The counts of the notes that were sent of some keys, in their order. */
  function noted(keys: readonly string[] = [KEY]): number[] {
    return topic.records
      .filter(({ key, headers: { ce_type: type } }) => keys.includes(key!) && type === StockNoted.fullName)
      .map(({ value }) => (StockNoted.type.decode(value!, 5).value as StockNoted).count);
  }

  /** Has the owner send from memory: from then on it reads its table only when the door is opened. */
  async function sendingFromMemory(drains: boolean): Promise<Member> {
    let door = Promise.resolve();
    const outbox: Partial<OutboxStatements> = {
      async read(pool, reading) {
        await door;
        return outboxStatements.read(pool, reading);
      },
    };
    const owner = await world.join({ handlers, drains, outbox });
    await eventually('it has sent what the table held of the lane', () => owner.core.sender.takerOf(laneOf(KEY)));
    door = new Promise((resolve) => (openDoor = resolve));
    return owner;
  }

  /** The notes lie on the same lane: where they are sent at once, the position goes on at once. */
  async function handledUpTo(key: string, position: number): Promise<void> {
    await eventually(`the position is ${position} or beyond`, async () => {
      const sql = 'SELECT FROM consumer_progress WHERE topic = $1 AND partition = $2 AND next_offset >= $3';
      return (await world.sql(sql, [world.topics.events, laneOf(key), position])).length === 1;
    });
  }

  function recordOf({ key, value, headers }: KafkaMessage): RawRecord {
    const at = { topic: world.topics.events, partition: laneOf(key as string), offset: 0n, timestamp: Date.now() };
    return { ...at, key: Buffer.from(key as string), value: value as Buffer, headers: headers as RawRecord['headers'] };
  }

  /** The counts that were noted, in the order in which they were sent. */
  async function notedOrder(drains: boolean): Promise<number[]> {
    await sendingFromMemory(drains);
    const first = world.counted(KEY, 1);
    await commitAsZombie(world.core(), recordOf(first));
    await world.write(world.topics.events, first, world.counted(KEY, 2));
    await handledUpTo(KEY, 2);
    if (!drains) await eventually('the later output is sent', () => noted().length > 0);
    openDoor();
    await eventually('both are noted', () => noted().length >= 2);
    return noted();
  }

  it('has its output sent before what follows from later records: the new owner sends the lane again', async () => {
    expect(await notedOrder(true)).toEqual([1, 2]);
  });

  it('control: if the new owner did not, the later output would be sent first', async () => {
    expect(await notedOrder(false)).toEqual([2, 1]);
  });

  it('has its output sent first, too, by an owner that is assigned the lane once more and finds the position moved', async () => {
    const keys = [KEY, ['a', 'b', 'c', 'd'].find((key) => laneOf(key) % 2 !== laneOf(KEY) % 2)!]; // it keeps one of both
    const owner = await sendingFromMemory(true);
    const first = keys.map((key) => world.counted(key, 1));
    for (const one of first) await commitAsZombie(world.core(), recordOf(one));
    const { sender } = owner.core;
    const ownLanes = sender.ownLanes.bind(sender);
    let lanes = new Set<number>();
    sender.ownLanes = (numbers) => ownLanes((lanes = new Set(numbers)));
    await world.join({ handlers });
    await eventually('it is assigned half of them', () => lanes.size === 6);
    await world.write(world.topics.events, ...first, ...keys.map((key) => world.counted(key, 2)));
    for (const key of keys) await handledUpTo(key, 2);
    openDoor();
    await eventually('all are noted', () => noted(keys).length >= 4);
    for (const key of keys) expect(noted([key])).toEqual([1, 2]);
  });
});
