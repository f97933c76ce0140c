import { eventually, testStack } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kafkaClient } from '../kafka/kafka-client.js';
import { laneOf } from '../kafka/lane.js';
import { type Stage, stage } from './fixtures/stage.js';

describe('a partition whose log no longer holds the position', () => {
  let world: Stage;

  beforeEach(async () => {
    world = await stage();
  });

  afterEach(() => world.close());

  async function deleteRecordsBefore(offset: string): Promise<void> {
    const admin = kafkaClient({ brokers: testStack().kafkaBrokers, clientId: 'test' }).admin();
    await admin.connect();
    await eventually('the leader of the new partition has deleted them', async () => {
      await admin.fetchTopicOffsets(world.topics.events);
      await admin.deleteTopicRecords({
        topic: world.topics.events,
        partitions: [{ partition: laneOf('order'), offset }],
      });
      return true;
    });
    await admin.disconnect();
  }

  it('stays stopped and is reported: nothing is skipped in silence', async () => {
    const counts = [0, 1, 2, 3, 4].map((count) => world.counted('order', count));
    await world.write(world.topics.events, ...counts.slice(0, 2));
    const first = await world.join();
    await eventually('two are handled', async () => (await world.effects()).length === 2);
    await first.stop();
    await world.write(world.topics.events, ...counts.slice(2));
    await deleteRecordsBefore('4');

    const { consumer } = await world.join();
    const pause = await eventually('the partition is stopped', () => consumer.pauses[0]);
    const other = ['a', 'b', 'c', 'd'].find((name) => laneOf(name) !== laneOf('order'))!;
    await world.write(world.topics.events, world.counted(other, 1));
    await eventually('another partition goes on', async () =>
      (await world.effects()).some(({ orderId }) => orderId === other),
    );

    expect(pause).toEqual({ topic: world.topics.events, partition: laneOf('order'), reason: 'position-lost' });
    expect(await world.sql('SELECT next_offset FROM consumer_progress WHERE next_offset = 2')).toHaveLength(1);
    expect((await world.effects()).filter(({ orderId }) => orderId === 'order').map(({ count }) => count)).toEqual([0, 1]);
    expect(consumer.health()).toEqual({ ok: true });
  });

  it('of a consumer that is new begins at the earliest record that is left', async () => {
    await world.write(world.topics.events, ...[0, 1, 2].map((count) => world.counted('order', count)));
    await deleteRecordsBefore('2');
    await world.join();
    const effects = await eventually('the last is handled', async () => {
      const seen = await world.effects();
      return seen.length > 0 && seen;
    });
    expect(effects.map(({ count }) => count)).toEqual([2]);
  });
});
