import { eventually, StockCounted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TcpFront, tcpFront } from '../fixtures/tcp-front.js';
import { laneOf } from '../kafka/lane.js';
import { counting, type Member, type Stage, stage } from './fixtures/stage.js';
import type { LivenessLimits } from './liveness-limits.js';
import type { SingleHandler } from './handlers.js';

/** A thirtieth of what services have, so that the five minutes of an outage are ten seconds. */
const LIMITS: LivenessLimits = { pulseMs: 3_000, lookEveryMs: 500, stallAfterMs: 2_500 };
const OUTAGE_MS = 10_000;
/** Long enough to be seen, short enough for the test to end. */
const HANGS_MS = 12_000;
const KEY = 'order';

describe('the liveness of a consumer', () => {
  let world: Stage;
  let front: TcpFront;

  beforeEach(async () => {
    world = await stage();
    const { hostname, port } = new URL(world.databaseUrl);
    front = await tcpFront(hostname, Number(port));
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

  async function working(handler: SingleHandler = counting): Promise<Member> {
    const databaseUrl = new URL(world.databaseUrl);
    databaseUrl.port = String(front.port);
    const member = await world.join({
      liveness: LIMITS, databaseUrl: databaseUrl.href, handlers: [[StockCounted, handler]], handlerTimeoutMs: HANGS_MS,
    });
    await write(1);
    await handled(1);
    return member;
  }

  function reasonOf({ consumer }: Member): Promise<string> {
    return eventually('it is not healthy', () => {
      const health = consumer.health();
      return !health.ok && health.reason;
    });
  }

  it('is no matter of the database: through five minutes without it nobody would end the process, and then it goes on', async () => {
    const { consumer } = await working();
    front.shut();
    await write(2);
    const end = performance.now() + OUTAGE_MS;
    await eventually('the outage is over', () => {
      expect(consumer.health()).toEqual({ ok: true });
      return performance.now() > end;
    });
    front.open();
    await handled(2);
    expect(consumer.health()).toEqual({ ok: true });
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
