import type { Health } from '@kervan/service-host';
import { eventually, StockCounted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TcpFront, tcpFront } from '../fixtures/tcp-front.js';
import { LANES, laneOf } from '../kafka/lane.js';
import { counting, type Member, type Stage, stage } from './fixtures/stage.js';
import type { LivenessLimits } from './liveness-limits.js';
import type { SingleHandler } from './handlers.js';
import { fixed } from './retry-policy.js';

/** A thirtieth of what services have, so that the five minutes of an outage are ten seconds. */
const LIMITS: LivenessLimits = { pulseMs: 3_000, lookEveryMs: 500, stallAfterMs: 2_500 };
const OUTAGE_MS = 10_000;
/** Longer than any one statement waits for a database that lets it in and says nothing, shorter than a dozen of them. */
const PATIENT = { liveness: { pulseMs: 10_000, lookEveryMs: 1_000, stallAfterMs: 9_000 } };
const SILENCE_MS = 30_000;
/** So many messages are run before the database is silent: the fourth of two in each partition, behind the first one. */
const UNTIL_SILENCE = 5;
/** Long enough to be seen, short enough for the test to end. */
const HANGS_MS = 12_000;
const KEY = 'order';

describe('the liveness of a consumer', () => {
  let world: Stage;
  let front: TcpFront;

  beforeEach(async () => {
    world = await stage();
    front = await tcpFront(world.databaseUrl);
  });

  afterEach(async () => {
    front.open();
    await world.close();
    await front.close();
  });

  const write = (count: number): Promise<void> => world.write(world.topics.events, world.counted(KEY, count));

  async function handled(count: number): Promise<void> {
    await eventually(`${count} are handled`, async () => (await world.effects()).length === count);
  }

  async function working(handler: SingleHandler = counting, { liveness = LIMITS, handlerTimeoutMs = HANGS_MS } = {}): Promise<Member> {
    const member = await world.join({
      liveness, databaseUrl: front.url, handlers: [[StockCounted, handler]], handlerTimeoutMs,
    });
    await write(1);
    await handled(1);
    return member;
  }

  /** Never ends with a count as high as that; is tried again at once. */
  function hangingFrom(count: number): SingleHandler {
    return {
      ...counting,
      retry: fixed({ everyMs: 100, giveUpAfterMs: 600_000 }),
      handle: (message, tx) =>
        (message.data as StockCounted).count < count ? counting.handle(message, tx) : new Promise(() => undefined),
    };
  }

  function reasonOf({ consumer }: Member): Promise<string> {
    return eventually('it is not healthy', () => {
      const health = consumer.health();
      return !health.ok && health.reason;
    });
  }

  /** Waits until something is seen, and expects that nobody would have ended the process meanwhile. */
  async function livesUntil(
    { consumer }: Member,
    what: string,
    look: () => boolean | Promise<boolean>,
    patience: { withinMs?: number } = {},
  ): Promise<void> {
    let last: Health = { ok: true };
    await eventually(what, async () => {
      last = consumer.health();
      return !last.ok || (await look());
    }, patience);
    expect(last).toEqual({ ok: true });
  }

  it('is no matter of the database: through five minutes without it nobody would end the process, and then it goes on', async () => {
    const member = await working();
    front.shut();
    await write(2);
    const end = performance.now() + OUTAGE_MS;
    await livesUntil(member, 'the outage is over', () => performance.now() > end);
    front.open();
    await livesUntil(member, '2 are handled', async () => (await world.effects()).length === 2);
  });

  it('is no matter of a silent database where messages run one by one, though each waits for it', { timeout: 180_000 }, async () => {
    await world.sql(
      `INSERT INTO consumer_progress (consumer, topic, partition, next_offset, starts)
       SELECT $1, $2, number, 0, 1 FROM generate_series(0, $3 - 1) number`,
      [world.service, world.topics.events, LANES],
    );
    let run = 0;
    const member = await working(
      {
        ...counting,
        async handle(message, tx) {
          if ((run += 1) === UNTIL_SILENCE) front.silence();
          await counting.handle(message, tx);
        },
      },
      PATIENT,
    );
    const everywhere = Array.from({ length: LANES }, (_, partition) =>
      [2, 3].map((count) => ({ ...world.counted(`order-${partition}`, count), partition })),
    ).flat();
    await world.write(world.topics.events, ...everywhere);
    await eventually('the database is silent', () => run >= UNTIL_SILENCE);
    const end = performance.now() + SILENCE_MS;
    await livesUntil(member, 'the silence is over', () => performance.now() > end, { withinMs: 2 * SILENCE_MS });
    front.open();
    const areAllHandled = async (): Promise<boolean> => (await world.effects()).length === 1 + everywhere.length;
    await livesUntil(member, 'all are handled', areAllHandled, { withinMs: 60_000 });
    expect((await world.held.list({}, { limit: 1 })).items).toEqual([]);
  });

  it('is no matter of messages whose handling hangs: each ends in its time and is held, one after another', async () => {
    const member = await working(hangingFrom(2), { handlerTimeoutMs: 800 });
    await world.write(world.topics.events, ...Array.from({ length: 6 }, (_, at) => world.counted(`order-${at}`, 2)));
    const areTriedAgain = async (): Promise<boolean> => {
      const { items } = await world.held.list({}, { limit: 10 });
      return items.length === 6 && items.every(({ attempts }) => attempts.finished > 1);
    };
    await livesUntil(member, 'all are held and tried again', areTriedAgain, { withinMs: 50_000 });
  });

  it('ends when Kafka’s client has stopped, though held messages are tried again and again', async () => {
    const member = await working(hangingFrom(2), { handlerTimeoutMs: 100 });
    await write(2);
    await eventually('it is held', async () => (await world.held.list({}, { limit: 1 })).items.length === 1);
    await member.client.stop();
    expect(await reasonOf(member)).toBe('consumer-without-progress');
  });

  it('ends when the work hangs, though Kafka’s client goes on', async () => {
    let hangs = false;
    const member = await working({
      ...counting,
      handle: (message, tx) => (hangs ? new Promise(() => undefined) : counting.handle(message, tx)),
    });
    hangs = true;
    await write(2);
    expect(await reasonOf(member)).toBe('consumer-without-progress');
  });

  it('ends when Kafka’s client has stopped without a word', async () => {
    const member = await working();
    await member.client.stop();
    expect(await reasonOf(member)).toBe('consumer-without-progress');
  });

  it('ends when an owned partition is not fetched any more, though all others are', async () => {
    const member = await working();
    member.client.pause([{ topic: world.topics.events, partitions: [laneOf(KEY)] }]);
    await write(2);
    expect(await reasonOf(member)).toBe('partition-without-progress');
  });
});
