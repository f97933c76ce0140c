import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChunkItem } from './chunk-item.js';
import { ChunkQueue } from './chunk-queue.js';
import { OwnedPartition } from './owned-partition.js';

const pacing = { maxItems: 4, everyMs: 0 };

function itemsOf(partition: OwnedPartition, count: number): ChunkItem[] {
  return Array.from({ length: count }, (_, index) => {
    const offset = BigInt(index);
    const record = { topic: partition.topic, partition: partition.number, offset, timestamp: 0, key: null, value: null, headers: {} };
    return { partition, record, previous: offset, next: offset + 1n };
  });
}

function shown(chunk: readonly ChunkItem[]): string[] {
  return chunk.map(({ partition, record }) => `${partition.number}:${record.offset}`);
}

describe('the chunk queue', () => {
  const first = new OwnedPartition('t', 0, 0n);
  const second = new OwnedPartition('t', 1, 0n);

  it('shares a chunk among the partitions and keeps the order within each', async () => {
    const queue = new ChunkQueue(pacing);
    void queue.add(first, itemsOf(first, 5));
    void queue.add(second, itemsOf(second, 1));
    expect(shown(await queue.take(0))).toEqual(['0:0', '0:1', '1:0', '0:2']);
    expect(shown(await queue.take(0))).toEqual(['0:3', '0:4']);
  });

  it('releases a partition once all its items are settled, and not before', async () => {
    const queue = new ChunkQueue(pacing);
    let released = false;
    const added = queue.add(first, itemsOf(first, 5)).then(() => (released = true));
    await queue.take(0);
    await queue.settle();
    expect(released).toBe(false);
    await queue.take(0);
    await queue.settle();
    await added;
    expect(released).toBe(true);
  });

  it('releases a dropped partition at once and hands out nothing more of it', async () => {
    const queue = new ChunkQueue(pacing);
    const added = queue.add(first, itemsOf(first, 5));
    queue.drop(first);
    await added;
    expect(await queue.take(0)).toEqual([]);
  });

  it('ends a wait when it is interrupted', async () => {
    const queue = new ChunkQueue(pacing);
    const taken = queue.take(60_000);
    queue.interrupt();
    expect(await taken).toEqual([]);
  });

  describe('with a pace', () => {
    afterEach(() => void vi.useRealTimers());

    const isSettledBefore = async (queue: ChunkQueue, ms: number): Promise<boolean> => {
      let settled = false;
      void queue.settle().then(() => (settled = true));
      await vi.advanceTimersByTimeAsync(ms);
      return settled;
    };

    it('has the next chunk gather after a small one', async () => {
      vi.useFakeTimers();
      const queue = new ChunkQueue({ maxItems: 4, everyMs: 500 });
      void queue.add(first, itemsOf(first, 3));
      await queue.take(0);
      expect(await isSettledBefore(queue, 499)).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      void queue.add(first, itemsOf(first, 1));
      expect(await queue.take(0)).toHaveLength(1);
      expect(await isSettledBefore(queue, 499)).toBe(false);
    });

    it('waits for nothing where other work waits', async () => {
      vi.useFakeTimers();
      const queue = new ChunkQueue({ maxItems: 4, everyMs: 500 });
      void queue.add(first, itemsOf(first, 1));
      await queue.take(0);
      let settled = false;
      void queue.settle(false).then(() => (settled = true));
      await vi.advanceTimersByTimeAsync(0);
      expect(settled).toBe(true);
    });

    it('waits for nothing where what has come makes a full chunk, nor for what is left over of it', async () => {
      vi.useFakeTimers();
      const queue = new ChunkQueue({ maxItems: 4, everyMs: 500 });
      void queue.add(first, itemsOf(first, 6));
      expect(await queue.take(0)).toHaveLength(4);
      expect(await isSettledBefore(queue, 0)).toBe(true);
      expect(await queue.take(0)).toHaveLength(2);
      expect(await isSettledBefore(queue, 0)).toBe(true);
    });
  });
});
