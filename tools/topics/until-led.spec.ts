import type { ITopicMetadata } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { untilLed } from './until-led.js';

const unknown = Object.assign(new Error('not hosted'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });
const unled = new Error('no leader', { cause: Object.assign(new Error(), { type: 'LEADER_NOT_AVAILABLE' }) });
const topic = (...leaders: number[]): ITopicMetadata => ({
  name: 'orders',
  partitions: leaders.map((leader, partitionId) => ({ partitionId, leader, partitionErrorCode: 0, replicas: [1], isr: [1] })),
});

/** A broker that answers so, one look after another; the last for ever. */
function broker(...answers: (Error | ITopicMetadata)[]) {
  const looks: string[][] = [];
  const fetchTopicMetadata = ({ topics = [] }: { topics?: string[] } = {}) => {
    const answer = answers[Math.min(looks.push(topics), answers.length) - 1]!;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ topics: [answer] });
  };
  return { looks, fetchTopicMetadata };
}

describe('topics that were just created', () => {
  it('are waited for while the broker does not know them, and while a partition has no leader', async () => {
    const admin = broker(unknown, unled, topic(1, -1), topic(1, 1));
    await untilLed(admin, ['orders']);
    expect(admin.looks).toEqual([['orders'], ['orders'], ['orders'], ['orders']]);
  });

  it('are waited for so long and no longer, and what is missing is told', async () => {
    await expect(untilLed(broker(unknown), ['orders'], 0)).rejects.toThrow('not hosted');
    await expect(untilLed(broker(topic(1, -1)), ['orders'], 0)).rejects.toThrow('orders has a partition without a leader');
  });

  it('are not waited for where the broker says something else', async () => {
    const admin = broker(new Error('away'), topic(1));
    await expect(untilLed(admin, ['orders'])).rejects.toThrow('away');
    expect(admin.looks).toHaveLength(1);
  });
});
