import { beforeEach, describe, expect, it } from 'vitest';
import type { ChunkItem, ReadItem } from './chunk-item.js';
import { ChunkRunner, split } from './chunk-runner.js';
import { type Attempt, ChunkFailed } from './chunk-transaction.js';
import type { Failure } from './failure.js';
import { OwnedPartition } from './owned-partition.js';
import type { RecordReader } from './record-reader.js';
import { Start } from './run-starts.js';

const counts = { handled: 0, skipped: 0, duplicates: 0, held: 0 };
const retryable: Failure = { kind: 'retryable', code: 'no', stage: 'handler', detail: 'no' };
const transient: Failure = { kind: 'transient', code: 'busy', stage: 'database', detail: 'busy' };

function itemsOf(partition: OwnedPartition, count: number): ReadItem[] {
  return Array.from({ length: count }, (_, index) => {
    const offset = BigInt(index);
    const record = { topic: partition.topic, partition: partition.number, offset, timestamp: 0, key: null, value: null, headers: {} };
    return { partition, record, previous: offset, next: offset + 1n, content: { kind: 'skipped' }, messageId: '' };
  });
}

let signsOfLife = 0;

/** Runs a chunk against a transaction that answers each attempt as the test says; returns what happened, in order. */
async function happensWith(
  items: readonly ReadItem[],
  attempt: (items: readonly ReadItem[], held: boolean, stop: () => void) => Attempt | ChunkFailed,
  start: Start = Start.counted,
): Promise<string[]> {
  const story: string[] = [];
  const show = (some: Iterable<ReadItem>): string => [...some].map((i) => `${i.partition.number}:${i.record.offset}`).join(' ');
  const runner = new ChunkRunner(
    { read: (all: readonly ChunkItem[]) => Promise.resolve({ items: all as ReadItem[], unreadable: new Set() }) } as
      unknown as RecordReader,
    {
      attempt(all, failed) {
        const result = attempt(all, failed.size > 0, () => runner.stop());
        if (result instanceof ChunkFailed) return Promise.reject(result);
        if (result.outcome === 'committed') {
          story.push(`${failed.size > 0 ? 'held' : 'done'} ${show(all)}`);
          for (const { partition, next } of all) partition.position = next;
        }
        return Promise.resolve(result);
      },
    },
    {
      committed: () => undefined,
      overtaken: (partitions) => Promise.resolve(void story.push(`overtaken ${[...partitions].map((p) => p.number).join()}`)),
      rest: (partitions) => story.push(`rest ${[...partitions].map((p) => p.number).join()}`),
      failedAlone: (item) => story.push(`alone ${show([item])}`),
      tried: () => (signsOfLife += 1),
    },
    {
      async firstChunk(partitions) {
        for (const partition of partitions) partition.countedAt = partition.position;
      },
      alone: async () => start,
      async takeBack(partitions) {
        for (const partition of partitions) partition.countedAt = undefined;
        if (partitions.length > 0) story.push(`taken back ${partitions.map(({ number }) => number).join()}`);
      },
    },
    () => 0,
  );
  await runner.run(items);
  return story;
}

const committed: Attempt = { outcome: 'committed', counts };
const has = (items: readonly ReadItem[], offset: bigint): ReadItem | undefined =>
  items.find(({ record }) => record.offset === offset);

describe('the run of a chunk', () => {
  let first: OwnedPartition;
  let second: OwnedPartition;

  beforeEach(() => {
    [first, second] = [new OwnedPartition('t', 0, 0n), new OwnedPartition('t', 1, 0n)];
  });

  it('is one transaction when nothing goes wrong', async () => {
    expect(await happensWith(itemsOf(first, 3), () => committed)).toEqual(['done 0:0 0:1 0:2']);
  });

  it('sets a message whose handler threw apart and holds it alone', async () => {
    const story = await happensWith(itemsOf(first, 5), (items, isHeld) => {
      const bad = has(items, 2n);
      return bad && !isHeld ? new ChunkFailed(retryable, bad, undefined) : committed;
    });
    expect(story).toEqual(['done 0:0 0:1', 'alone 0:2', 'held 0:2', 'done 0:3 0:4']);
  });

  it('finds a message that nobody suspects by halving', async () => {
    const story = await happensWith(itemsOf(first, 5), (items, isHeld) =>
      has(items, 3n) && !isHeld ? new ChunkFailed(retryable, undefined, undefined) : committed,
    );
    expect(story).toEqual(['done 0:0 0:1 0:2', 'alone 0:3', 'held 0:3', 'done 0:4']);
  });

  it('runs again after a lost lock, and in the end lets the partitions rest, nothing skipped', async () => {
    let tries = 0;
    const story = await happensWith([...itemsOf(first, 1), ...itemsOf(second, 1)], () => {
      tries += 1;
      return new ChunkFailed(transient, undefined, undefined);
    });
    expect(tries).toBe(4);
    expect(story).toEqual(['rest 0,1', 'taken back 0,1']);
  });

  it('goes on without a partition that others have moved', async () => {
    const story = await happensWith([...itemsOf(first, 2), ...itemsOf(second, 1)], (items) =>
      items.some(({ partition }) => partition === first)
        ? { outcome: 'overtaken', partitions: new Set([first]) }
        : committed,
    );
    expect(story).toEqual(['overtaken 0', 'done 1:0', 'taken back 0']);
  });

  it('does nothing more of a partition once an earlier part of it could not be done', async () => {
    const story = await happensWith(itemsOf(first, 4), (items, isHeld) => {
      if (items.length === 4) return new ChunkFailed(retryable, has(items, 1n), undefined);
      return has(items, 1n) || isHeld ? new ChunkFailed(transient, undefined, undefined) : committed;
    });
    expect(story).toEqual(['done 0:0', 'rest 0']);
  });

  it('lets a partition rest whose message can be neither run nor held', async () => {
    expect(await happensWith(itemsOf(first, 1), () => new ChunkFailed(retryable, undefined, undefined))).toEqual([
      'alone 0:0', 'rest 0', 'taken back 0',
    ]);
  });

  it('takes back what was counted of the partitions that rest, but for those that have come further since', async () => {
    let isAway = false;
    const story = await happensWith([...itemsOf(first, 2), ...itemsOf(second, 2)], (items, isHeld) => {
      const bad = items.find(({ partition, record }) => partition === first && record.offset === 1n);
      if (bad && !isHeld) return new ChunkFailed(retryable, bad, undefined);
      isAway ||= isHeld;
      return isAway ? new ChunkFailed(transient, undefined, undefined) : committed;
    });
    expect(story).toEqual(['done 0:0', 'alone 0:1', 'rest 0', 'rest 1', 'taken back 1']);
  });

  it('begins nothing more once it is told to stop, and takes back what was counted', async () => {
    const story = await happensWith([...itemsOf(first, 4), ...itemsOf(second, 4)], (items, isHeld, stop) => {
      if (items.length > 4) return new ChunkFailed(retryable, undefined, undefined);
      stop();
      return committed;
    });
    expect(story).toEqual(['done 0:0 0:1 0:2 0:3', 'taken back 1']);
  });

  it('holds what has failed alone though it is told to stop', async () => {
    const story = await happensWith(itemsOf(first, 2), (items, isHeld, stop) => {
      if (isHeld) return committed;
      if (items.length === 1) stop();
      return new ChunkFailed(retryable, has(items, 0n), undefined);
    });
    expect(story).toEqual(['alone 0:0', 'held 0:0']);
  });
});

describe('the split of a failed chunk', () => {
  it('keeps the order and leaves out nothing', () => {
    expect(split(['a', 'b', 'c'], 'b')).toEqual([['a'], ['b'], ['c']]);
    expect(split(['a', 'b', 'c'], 'a')).toEqual([['a'], ['b', 'c']]);
    expect(split(['a', 'b', 'c'], undefined)).toEqual([['a', 'b'], ['c']]);
  });
});

describe('the run of a chunk where a process has died before', () => {
  let suspicious: OwnedPartition;
  beforeEach(() => {
    suspicious = new OwnedPartition('t', 0, 0n, 1);
  });

  const messages = (partition: OwnedPartition, count: number): ReadItem[] =>
    itemsOf(partition, count).map((item) => ({ ...item, content: { kind: 'message', message: {}, handler: undefined } as ReadItem['content'] }));

  it('takes one message after the other, and those of other partitions together', async () => {
    const other = new OwnedPartition('t', 1, 0n);
    expect(await happensWith([...messages(suspicious, 2), ...messages(other, 2)], () => committed)).toEqual([
      'done 0:0', 'done 0:1', 'done 1:0 1:1',
    ]);
  });

  it.each([
    ['a chunk', new OwnedPartition('t', 0, 0n, 1)],
    ['a message', new OwnedPartition('t', 0, 0n, 0, 3n)],
  ])('keeps the order where some records are for nobody here, and %s had ended it', async (_, partition) => {
    const records = itemsOf(partition, 4).map((item, at) => (at % 2 === 0 ? item : messages(partition, 4)[at]!));
    expect(await happensWith(records, () => committed)).toEqual(['done 0:0', 'done 0:1', 'done 0:2', 'done 0:3']);
  });

  it('holds a message that was started twice and never ended, without running it', async () => {
    const ran: boolean[] = [];
    const story = await happensWith(messages(suspicious, 1), (_, isHeld) => (ran.push(!isHeld), committed), Start.deadly);
    expect(story).toEqual(['alone 0:0', 'held 0:0']);
    expect(ran).toEqual([false]);
  });

  it('takes one message alone where that was started alone before, and the others together', async () => {
    const partition = new OwnedPartition('t', 0, 0n, 0, 0n);
    expect(await happensWith(messages(partition, 3), () => committed)).toEqual(['done 0:0', 'done 0:1 0:2']);
  });

  it('counts no start of a message whose database went away', async () => {
    const story = await happensWith(messages(suspicious, 2), () => new ChunkFailed(transient, undefined, undefined));
    expect(story).toEqual(['rest 0', 'taken back 0']);
  });

  it('takes that start back before anything else goes on, and tries the message no more for now', async () => {
    const other = new OwnedPartition('t', 1, 0n, 1);
    const story = await happensWith([...messages(suspicious, 1), ...messages(other, 1)], (items) =>
      items[0]!.partition === suspicious ? new ChunkFailed(transient, undefined, undefined) : committed,
    );
    expect(story).toEqual(['rest 0', 'taken back 0', 'done 1:0']);
  });

  it('leaves a message alone whose position others have moved before its start was counted', async () => {
    expect(await happensWith(messages(suspicious, 2), () => committed, Start.overtaken)).toEqual(['overtaken 0', 'taken back 0']);
  });

  it('tries nothing more of a chunk once nobody reaches the database, and lets all that is left of it rest', async () => {
    const [other, third] = [new OwnedPartition('t', 1, 0n, 1), new OwnedPartition('t', 2, 0n)];
    let tries = 0;
    const story = await happensWith([suspicious, other, third].flatMap((one) => messages(one, 2)), (items) => {
      if (has(items, 0n)?.partition === suspicious) return committed;
      tries += 1;
      return new ChunkFailed({ ...transient, code: 'database-unreachable' }, undefined, undefined);
    });
    expect(tries).toBe(1);
    expect(story).toEqual(['done 0:0', 'rest 0', 'taken back 0', 'rest 1,2', 'taken back 1,2']);
  });

  it('gives a sign of life after each try of a database that does not answer', async () => {
    signsOfLife = 0;
    const partitions = Array.from({ length: 12 }, (_, number) => new OwnedPartition('t', number, 0n, 1));
    const items = partitions.flatMap((partition) => messages(partition, 1));
    await happensWith(items, () => new ChunkFailed(transient, undefined, undefined));
    const [countedOnce, ofEach, takenBackAtLast] = [1, ['started', 'tried', 'taken back'], 1];
    expect(signsOfLife).toBe(countedOnce + ofEach.length * partitions.length + takenBackAtLast);
  });

  it('starts no message more once it is told to stop', async () => {
    const story = await happensWith(messages(suspicious, 3), (_items, _isHeld, stop) => (stop(), committed));
    expect(story).toEqual(['done 0:0', 'taken back 0']);
  });

  it('looks that closely at no more messages than a chunk holds', async () => {
    const far = messages(suspicious, 503);
    const story = await happensWith(far, () => committed);
    expect(story).toHaveLength(501);
    expect(story.at(-1)).toBe('done 0:500 0:501 0:502');
  });
});
