import { randomUUID } from 'node:crypto';
import { eventually, StockCounted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tcpFront } from '../fixtures/tcp-front.js';
import { DeathNotice } from '../held/death-notice.js';
import { HeldHeadRunner } from '../held/held-head-runner.js';
import { HeldWriter } from '../held/held-writer.js';
import { laneOf } from '../kafka/lane.js';
import { chunkStatements } from './chunk-statements.js';
import { RetryableFailure } from './failure.js';
import { counting, type Stage, stage } from './fixtures/stage.js';
import { HandlerCaller } from './handler-caller.js';
import { Handlers, type SingleHandler } from './handlers.js';
import { OwnedPartition } from './owned-partition.js';
import { RecordReader } from './record-reader.js';
import { fixed } from './retry-policy.js';
import { RunStarts } from './run-starts.js';

const KEY = 'order';

describe('a consumer that ends before its chunk does', () => {
  let world: Stage;

  beforeEach(async () => {
    world = await stage();
    await world.write(world.topics.events, ...[1, 2, 3].map((count) => world.counted(KEY, count)));
  });

  afterEach(() => world.close());

  /** What a next process would take for a start of one that has died. */
  const leftCounted = (): Promise<unknown[]> =>
    world.sql('SELECT FROM consumer_progress WHERE starts > 0 OR (alone_starts > 0 AND alone_offset >= next_offset)');

  async function nextOneHandlesTheRest(): Promise<void> {
    await world.join();
    const effects = await eventually('all are handled', async () => {
      const seen = await world.effects();
      return seen.length >= 3 && seen;
    });
    expect(effects.map(({ count }) => count)).toEqual([1, 2, 3]);
    expect((await world.held.list({}, { limit: 1 })).items).toEqual([]);
  }

  /** As where a process has died in the first chunk: what is there runs message by message. */
  const goesAlone = (): Promise<unknown[]> =>
    world.sql('INSERT INTO consumer_progress (consumer, topic, partition, next_offset, starts) VALUES ($1, $2, $3, 0, 1)', [
      world.service, world.topics.events, laneOf(KEY),
    ]);

  function behindADoor(): { readonly slow: SingleHandler; readonly isInHand: () => boolean; readonly openDoor: () => void } {
    let inHand = false;
    const door = Promise.withResolvers<void>();
    const slow: SingleHandler = {
      ...counting,
      async handle(message, tx) {
        inHand = true;
        await door.promise;
        await counting.handle(message, tx);
      },
    };
    return { slow, isInHand: () => inHand, openDoor: door.resolve };
  }

  it('leaves no start counted of a chunk that had to rest', async () => {
    const locked: SingleHandler = {
      ...counting,
      handle: () => Promise.reject(Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })),
    };
    const member = await world.join({ handlers: [[StockCounted, locked]] });
    await eventually('it rests', () => member.consumer.pauses.length > 0);
    await member.stop();
    expect(await leftCounted()).toEqual([]);
    await nextOneHandlesTheRest();
  });

  it('ends with the message in hand where it goes message by message, and leaves no start counted', async () => {
    await goesAlone();
    const { slow, isInHand, openDoor } = behindADoor();
    const member = await world.join({ handlers: [[StockCounted, slow]] });
    await eventually('the first is in hand', isInHand);
    const stopped = member.stop();
    openDoor();
    await stopped;
    expect((await world.effects()).map(({ count }) => count)).toEqual([1]);
    expect(await leftCounted()).toEqual([]);
    await nextOneHandlesTheRest();
  });

  it('leaves no start counted where the database comes back only after it has left its group', async () => {
    await goesAlone();
    const front = await tcpFront(world.databaseUrl);
    const counted = () =>
      world.sql('SELECT starts, alone_starts AS alone FROM consumer_progress WHERE starts > 0 OR alone_starts > 0');
    const { slow, isInHand, openDoor } = behindADoor();
    const member = await world.join({ handlers: [[StockCounted, slow]], databaseUrl: front.url });
    await eventually('the first is in hand', isInHand);
    const left = new Promise((resolve) => member.client.on(member.client.events.DISCONNECT, resolve));
    front.shut();
    const stopped = member.stop();
    openDoor();
    await left;
    expect(await counted()).toEqual([{ starts: 2, alone: 1 }]);
    front.open();
    await stopped;
    expect(await counted()).toEqual([{ starts: 1, alone: 0 }]);
    await front.close();
    await nextOneHandlesTheRest();
  });
});

describe('held messages, which run one by one', () => {
  const orders = ['a', 'b', 'c'];
  let world: Stage;
  let refuses: boolean;
  let isInHand: boolean;
  let openDoor: () => void;
  let door: Promise<void>;

  const handler: SingleHandler = {
    ...counting,
    retry: fixed({ everyMs: 600_000, giveUpAfterMs: 3_600_000 }),
    async handle(message, tx) {
      if (refuses) throw new RetryableFailure('shelf-unknown', 'as it was counted');
      isInHand = true;
      await door;
      await counting.handle(message, tx);
    },
  };

  beforeEach(async () => {
    world = await stage();
    [refuses, isInHand] = [true, false];
    door = new Promise((resolve) => (openDoor = resolve));
    await world.write(world.topics.events, ...orders.map((order) => world.counted(order, 1)));
  });

  afterEach(() => world.close());

  const allHeld = async (): Promise<boolean> => (await world.held.list({}, { limit: 10 })).items.length === orders.length;
  const allDue = () => world.sql(`UPDATE held_message SET due_at = now() - interval '1 second'`);
  const leftCounted = (): Promise<unknown[]> => world.sql('SELECT FROM held_message WHERE unfinished_starts > 0');

  it('are left to the next process but for the one in hand when theirs is to stop', async () => {
    const member = await world.join({ handlers: [[StockCounted, handler]] });
    await eventually('all are held', allHeld);
    refuses = false;
    await allDue();
    await eventually('one is in hand', () => isInHand);
    const stopped = member.stop();
    openDoor();
    await stopped;
    expect(await world.effects()).toHaveLength(1);
    expect(await leftCounted()).toEqual([]);
  });

  it('leave no start counted where the database comes back only after theirs has left its group', async () => {
    const front = await tcpFront(world.databaseUrl);
    const member = await world.join({ handlers: [[StockCounted, handler]], databaseUrl: front.url });
    await eventually('all are held', allHeld);
    refuses = false;
    await allDue();
    await eventually('one is in hand', () => isInHand);
    const left = new Promise((resolve) => member.client.on(member.client.events.DISCONNECT, resolve));
    front.shut();
    const stopped = member.stop();
    openDoor();
    await left;
    expect(await leftCounted()).toHaveLength(1);
    front.open();
    await stopped;
    expect(await leftCounted()).toEqual([]);
    expect(await world.effects()).toEqual([]);
    await front.close();
  });

  it('are not counted as started by who does not have their partition any more', async () => {
    const member = await world.join({ handlers: [[StockCounted, handler]] });
    await eventually('all are held', allHeld);
    await member.stop();
    await allDue();
    const { service, topics } = world;
    const core = world.core();
    const process = randomUUID();
    const former = new HeldHeadRunner({
      consumer: service,
      database: core.database,
      transactions: core.chunks,
      commands: core.commands,
      reader: new RecordReader(core.decoder, topics.catalogue, new Handlers([{ record: StockCounted, handler }])),
      held: new HeldWriter(service),
      notice: new DeathNotice(service, core.commands),
      caller: new HandlerCaller(),
      statements: chunkStatements,
      random: Math.random,
      starts: new RunStarts(core.database, service, process, { believedAfterMs: 0, waiting: () => undefined }),
      process,
    });
    const stale = orders.map((order) => new OwnedPartition(topics.events, laneOf(order), 99n));
    expect(await former.run(stale)).toBe(false);
    expect(await leftCounted()).toEqual([]);
    await core.stop();
  });
});
