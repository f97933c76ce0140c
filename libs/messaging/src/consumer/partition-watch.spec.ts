import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { livenessLimits } from './liveness-limits.js';
import { OwnedPartition, PauseReason } from './owned-partition.js';
import { PartitionWatch } from './partition-watch.js';
import { Pulse } from './pulse.js';

const { lookEveryMs: LOOK_EVERY_MS, stallAfterMs: STALL_AFTER_MS, pulseMs: PULSE_MS } = livenessLimits;
const healthy = { ok: true };
const stalled = { ok: false, reason: 'partition-without-progress' };

describe('the watch over owned partitions', () => {
  let now: number;
  let looks: number;
  let ends: Record<number, bigint>;
  let owned: OwnedPartition[];
  let inHand: Set<OwnedPartition>;
  let isAway: boolean;
  let watch: PartitionWatch;

  beforeEach(() => {
    Logger.overrideLogger(false);
    [now, looks, ends, isAway] = [0, 0, { 0: 0n, 1: 0n }, false];
    owned = [0, 1].map((number) => new OwnedPartition('topic', number, 0n));
    inHand = new Set();
    watch = new PartitionWatch(
      {
        owned: () => owned,
        isInHand: (partition) => inHand.has(partition),
        async logBounds(partitions) {
          looks += 1;
          if (isAway) throw new Error('no broker');
          return new Map(partitions.map(({ number }) => [`topic ${number}`, { first: 0n, end: ends[number]! }]));
        },
      },
      livenessLimits,
      () => now,
    );
  });

  /** Lets time pass as a living consumer does: with a beat each second. */
  async function live(ms: number, each: () => void = () => undefined): Promise<void> {
    for (const end = now + ms; now < end; ) {
      now += 1_000;
      each();
      watch.beat();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('sees a partition that has records and is not fetched, once 90 s have passed', async () => {
    ends[1] = 5n;
    await live(PULSE_MS);
    expect(watch.health()).toEqual(healthy);
    await live(1_000);
    expect(watch.health()).toEqual(stalled);
  });

  it('control: without the watch all would look well, since the other partitions keep the pulse going', async () => {
    const pulse = new Pulse(PULSE_MS, () => now);
    ends[1] = 5n;
    await live(2 * STALL_AFTER_MS, () => pulse.beat());
    expect(pulse.health()).toEqual(healthy);
    expect(watch.health()).toEqual(stalled);
  });

  it('looks every 15 s, however often it is told of life, and one look at a time', async () => {
    await live(10 * LOOK_EVERY_MS);
    expect(looks).toBeLessThanOrEqual(10);
    expect(looks).toBeGreaterThanOrEqual(9);
  });

  it('has nothing against a partition without new records', async () => {
    await live(10 * STALL_AFTER_MS);
    expect(watch.health()).toEqual(healthy);
  });

  it('has nothing against a slow one: any progress counts', async () => {
    ends[1] = 1_000n;
    await live(10 * STALL_AFTER_MS, () => {
      if (now % STALL_AFTER_MS === 0) owned[1]!.position += 1n;
    });
    expect(watch.health()).toEqual(healthy);
  });

  it.each<[string, (partition: OwnedPartition) => void]>([
    ['is paused for a named reason', (partition) => (partition.paused = PauseReason.registry)],
    ['rests again and again, though it is never seen paused', (partition) => (partition.rests += 1)],
    ['is in hand', (partition) => inHand.add(partition)],
    ['is given away', () => (owned = [owned[0]!])],
  ])('has nothing against one that %s', async (_, change) => {
    ends[1] = 5n;
    await live(STALL_AFTER_MS);
    await live(10 * STALL_AFTER_MS, () => change(owned[1] ?? owned[0]!));
    expect(watch.health()).toEqual(healthy);
  });

  it('counts anew once a pause has ended', async () => {
    ends[1] = 5n;
    owned[1]!.paused = PauseReason.database;
    await live(10 * STALL_AFTER_MS);
    owned[1]!.paused = undefined;
    await live(STALL_AFTER_MS);
    expect(watch.health()).toEqual(healthy);
    await live(LOOK_EVERY_MS + 1_000);
    expect(watch.health()).toEqual(stalled);
  });

  it('is healthy again as soon as the partition moves', async () => {
    ends[1] = 5n;
    await live(2 * STALL_AFTER_MS);
    expect(watch.health()).toEqual(stalled);
    owned[1]!.position = 5n;
    expect(watch.health()).toEqual(healthy);
  });

  it('accuses nobody while the cluster is away, and starts anew when it is back', async () => {
    ends[1] = 5n;
    await live(STALL_AFTER_MS);
    isAway = true;
    await live(10 * STALL_AFTER_MS);
    expect(watch.health()).toEqual(healthy);
    isAway = false;
    await live(LOOK_EVERY_MS + STALL_AFTER_MS + 2_000);
    expect(watch.health()).toEqual(stalled);
  });
});
