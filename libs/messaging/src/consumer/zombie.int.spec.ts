import { eventually, readTopics, StockCounted, StockNoted, type TopicReader } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeathNotice } from '../held/death-notice.js';
import { HeldWriter } from '../held/held-writer.js';
import { laneOf } from '../kafka/lane.js';
import type { RawRecord } from '../message/raw-record.js';
import type { MessagingCore } from '../messaging-core.js';
import { chunkStatements } from './chunk-statements.js';
import { ChunkTransaction } from './chunk-transaction.js';
import { HandlerCaller } from './handler-caller.js';
import { Handlers, type SingleHandler } from './handlers.js';
import { OwnedPartition } from './owned-partition.js';
import { RecordReader } from './record-reader.js';
import { type Stage, stage } from './fixtures/stage.js';

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

describe('a former owner that commits after the new one has sent what it found', () => {
  let world: Stage;
  let topic: TopicReader;

  beforeEach(async () => {
    world = await stage();
    topic = await readTopics(world.topics.events);
  });

  afterEach(async () => {
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
    expect(await transaction.attempt(items, new Map())).toMatchObject({ outcome: 'committed' });
  }

  /** The counts that were noted, in the order in which they were sent. */
  async function notedOrder(drains: boolean): Promise<number[]> {
    const owner = await world.join({ handlers, drains });
    const first = world.counted('order', 1);
    const partition = laneOf('order');
    await eventually('the new owner has the partition', async () => {
      const rows = await world.sql('SELECT FROM consumer_progress WHERE topic = $1', [world.topics.events]);
      return rows.length === 12 && owner.consumer.health().ok;
    });
    const { key, value, headers } = first as { key: string; value: Buffer; headers: Record<string, string> };
    const record = {
      topic: world.topics.events, partition, offset: 0n, timestamp: Date.now(), key: Buffer.from(key), value, headers,
    };
    await commitAsZombie(world.core(), record);
    await world.write(world.topics.events, first, world.counted('order', 2));
    const noted = await eventually('both are noted', () => {
      const notes = topic.records.filter(({ headers: { ce_type: type } }) => type === StockNoted.fullName);
      return notes.length >= 2 && notes;
    });
    return noted.map(({ value: bytes }) => (StockNoted.type.decode(bytes!, 5).value as StockNoted).count);
  }

  it('has its output sent before what follows from later records: the new owner sends the lane again', async () => {
    expect(await notedOrder(true)).toEqual([1, 2]);
  });

  // Again where the machine was so slow that the table was read, after 2 s, before the later record was handled.
  it('control: if the new owner did not, the later output would be sent first', { retry: 2 }, async () => {
    expect(await notedOrder(false)).toEqual([2, 1]);
  });
});
