import { eventually } from '@kervan/testing';
import type { Message as KafkaMessage } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OtherRelease, withNewField } from '../fixtures/other-releases.js';
import { type RegistryFront, registryFront } from '../fixtures/registry-front.js';
import { laneOf } from '../kafka/lane.js';
import { type Stage, stage } from './fixtures/stage.js';

describe('while the registry does not answer', () => {
  let world: Stage;
  let registry: RegistryFront;
  let later: OtherRelease;

  beforeEach(async () => {
    [world, registry, later] = await Promise.all([stage(), registryFront(), withNewField()]);
    registry.isAway = true;
  });

  afterEach(async () => {
    await world.close();
    await registry.close();
  });

  /** A good record under a schema that this service has never seen. */
  function unseen(orderId: string, count: number): KafkaMessage {
    return { ...world.counted(orderId, count), value: later.framed({ orderId, count, countedBy: 'Ayşe', shelf: '7' }) };
  }

  async function counts(order: string): Promise<number[]> {
    return (await world.effects()).filter(({ orderId }) => orderId === order).map(({ count }) => count);
  }

  it('a schema that is known costs no question: nobody notices', async () => {
    await world.join({ registryUrl: registry.url });
    await world.write(world.topics.events, world.counted('known', 1), world.counted('known', 2));
    await eventually('both are handled', async () => (await counts('known')).length === 2);
    expect(registry.asked).toBe(0);
  });

  it('a partition with a schema that is not known rests, holds nothing, and goes on once it answers', async () => {
    const { consumer } = await world.join({ registryUrl: registry.url });
    const [order, other] = ['order', 'other'];
    expect(laneOf(other)).not.toBe(laneOf(order));
    await world.write(
      world.topics.events,
      world.counted(order, 1), unseen(order, 2), world.counted(order, 3), world.counted(other, 1),
    );
    await eventually('the partition rests', () => consumer.pauses.length > 0);
    await eventually('other partitions go on', async () => (await counts(other)).length === 1);

    expect(consumer.pauses).toEqual([
      { topic: world.topics.events, partition: laneOf(order), reason: 'registry-unavailable' },
    ]);
    expect((await world.held.list({}, { limit: 1 })).items).toEqual([]);
    expect(await counts(order)).not.toContain(3);
    expect(consumer.health()).toEqual({ ok: true });

    registry.isAway = false;
    await eventually('all of it is handled', async () => (await counts(order)).length === 3);
    expect(await counts(order)).toEqual([1, 2, 3]);
    expect((await world.held.list({}, { limit: 1 })).items).toEqual([]);
    expect(consumer.pauses).toEqual([]);
  });
});
