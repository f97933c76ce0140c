import { Withdraw } from '@kervan/contracts';
import { eventually, readTopics } from '@kervan/testing';
import type { Message as KafkaMessage } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OtherRelease, withNewField } from '../fixtures/other-releases.js';
import { type RegistryFront, registryFront } from '../fixtures/registry-front.js';
import { laneOf } from '../kafka/lane.js';
import { newId } from '../message/ids.js';
import { headersOf, type Stage, stage } from './fixtures/stage.js';

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

  it('nor does one that has started and not yet read what it knew: its 404 holds no message', async () => {
    Object.assign(registry, { isAway: false, isEmpty: true });
    const { consumer } = await world.join({ registryUrl: registry.url });
    await world.write(world.topics.events, unseen('order', 1));
    await eventually('the partition rests', () => consumer.pauses.some(({ reason }) => reason === 'registry-unavailable'));
    expect((await world.held.list({}, { limit: 1 })).items).toEqual([]);
    registry.isEmpty = false;
    await eventually('it is handled', async () => (await counts('order')).length === 1);
    expect((await world.held.list({}, { limit: 1 })).items).toEqual([]);
  });

  it('only a partition with a withdrawal that it cannot read rests, where no more work is taken', async () => {
    const release = await withNewField(Withdraw);
    const { consumer } = await world.join({ registryUrl: registry.url, limit: { isReached: () => true } });
    const replies = await readTopics(world.topics.replies);
    const withdrawn = () => replies.records.map(({ key }) => key);
    const order = newId();
    const other = Array.from({ length: 99 }, () => newId()).find((id) => laneOf(id) !== laneOf(order))!;
    const withdrawal = (orderId: string, framed: (data: Withdraw) => Buffer): KafkaMessage => ({
      key: orderId, value: framed({ orderId, commandId: newId() }), headers: headersOf(Withdraw, newId()),
    });
    await world.write(
      world.topics.commands,
      withdrawal(order, (data) => release.framed({ ...data, shelf: '7' })),
      withdrawal(other, (data) => world.framed(Withdraw, data)),
    );
    await eventually('the other one is done', () => withdrawn().includes(other));
    const resting = await eventually('the partition rests', () => {
      const own = consumer.pauses.filter(({ reason }) => reason !== 'work-waits');
      return own.length > 0 && own;
    });
    expect(resting).toEqual([
      { topic: world.topics.commands, partition: laneOf(order), reason: 'registry-unavailable' },
    ]);
    expect(withdrawn()).not.toContain(order);
    expect(consumer.health()).toEqual({ ok: true });

    registry.isAway = false;
    await eventually('both are done', () => withdrawn().includes(order));
    await eventually('it waits as all do', () => consumer.pauses.every(({ reason }) => reason === 'work-waits'));
    await replies.stop();
  });
});
