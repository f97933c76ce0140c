import { beforeEach, describe, expect, it } from 'vitest';
import type { StoredOutput } from '../transaction/output.js';
import { OutboxQueue } from './outbox-queue.js';

const ALL = { records: 100, partitionBytes: 1_000_000 };

let queue: OutboxQueue;

beforeEach(() => {
  queue = new OutboxQueue();
  queue.own([0, 1]);
  drain();
});

describe('what is handed over', () => {
  it('is sent in the order of the commits', () => {
    const [first, second] = [queue.expect([row(1)]), queue.expect([row(2)])];
    second.committed([row(2)]);
    first.committed([row(1)]);
    expect(taken()).toEqual(['2', '1']);
  });

  it('is not sent when it was rolled back', () => {
    queue.expect([row(1)]).rolledBack();
    expect(taken()).toEqual([]);
    expect(queue.accept([row(2)])).toBe(1);
  });

  it('is left to the table where its lane is not drained or not owned', () => {
    queue.reopen(0);
    queue.expect([row(1)]).committed([row(1), row(2, { lane: 5 })]);
    expect(taken()).toEqual([]);
  });

  it('is read from the table at once where its lane was reopened before it was committed, and nothing passes it', () => {
    let looks = 0;
    const first = queue.expect([row(1)]);
    queue.reopen(0);
    const { undrained } = queue.beginReading();
    queue.onUnread = () => (looks += 1);
    first.committed([row(1), row(2, { lane: 5 })]);
    expect(looks).toBe(1);
    queue.drained(undrained);
    queue.expect([row(3)]).committed([row(3)]);
    queue.beginReading();
    queue.accept([row(1), row(3)]);
    expect(taken()).toEqual(['1', '3']);
  });

  it('is not passed by what comes later where it went to the table, and a look that had not seen it ends before its commit', () => {
    queue.reopen(0);
    const first = queue.expect([row(1)]);
    drain();
    first.committed([]);
    expect(queue.takes(0)).toBe(false);
    drain();
    expect(queue.takes(0)).toBe(true);
  });

  it('has its lane read again when nobody knows whether it was committed', () => {
    queue.expect([row(1)]).doubtful();
    expect(queue.takes(0)).toBe(false);
    expect(queue.beginReading()).toEqual({ undrained: [0], drained: [1], known: [] });
  });
});

describe('what is read from the table', () => {
  it('does not overtake a handover of its key that is being committed', () => {
    const handover = queue.expect([row(1)]);
    expect(queue.accept([row(2), row(3, { key: 'other' })])).toBe(1);
    handover.committed([row(1)]);
    queue.accept([row(2)]);
    expect(taken()).toEqual(['3', '1', '2']);
  });

  it('is taken once, also while it is being sent or waits for its deletion', () => {
    expect(queue.accept([row(1)])).toBe(1);
    expect(queue.accept([row(1)])).toBe(0);
    expect(taken()).toEqual(['1']);
    expect(queue.accept([row(1)])).toBe(0);
    queue.forget(['1']);
    expect(queue.accept([row(1)])).toBe(1);
  });

  it('is ignored where its lane is not owned any more', () => {
    queue.own([1]);
    expect(queue.accept([row(1)])).toBe(0);
  });
});

describe('a lane', () => {
  it('that is lost is forgotten, and read from the beginning when it comes back', () => {
    queue.accept([row(1), row(2, { lane: 1 })]);
    queue.own([1]);
    expect(taken()).toEqual(['2']);
    queue.own([0, 1]);
    expect(queue.takes(0)).toBe(false);
    expect(queue.beginReading()).toEqual({ undrained: [0], drained: [1], known: ['2'] });
    expect(queue.accept([row(1)])).toBe(1);
  });

  it('that is reopened during a look into the table is not drained by it', () => {
    const { drained } = queue.beginReading();
    queue.reopen(0);
    queue.drained(drained);
    expect(queue.takes(0)).toBe(false);
    expect(queue.takes(1)).toBe(true);
  });

  it('that is reopened during a look into the table gets nothing from it, for the look left out what was known', () => {
    queue.accept([row(1)]);
    expect(queue.beginReading().known).toEqual(['1']);
    queue.reopen(0);
    expect(queue.accept([row(2), row(3, { lane: 1 })])).toBe(1);
    queue.beginReading();
    queue.accept([row(1), row(2)]);
    expect(taken()).toEqual(['3', '1', '2']);
  });
});

describe('a batch', () => {
  it('holds as many records, and as many bytes of one partition, as it may', () => {
    const big = { value: Buffer.alloc(600) };
    queue.accept([row(1, big), row(2, { ...big, topic: 'other' }), row(3, { ...big, lane: 1 }), row(4, big)]);
    expect(queue.take({ records: 10, partitionBytes: 1_000 }).map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(queue.take({ records: 10, partitionBytes: 1_000 }).map(({ id }) => id)).toEqual(['4']);
    queue.accept([row(5), row(6)]);
    expect(queue.take({ records: 1, partitionBytes: 1_000 }).map(({ id }) => id)).toEqual(['5']);
  });

  it('is never empty because its first record is too large', () => {
    queue.accept([row(1, { value: Buffer.alloc(2_000) })]);
    expect(queue.take({ records: 10, partitionBytes: 1_000 })).toHaveLength(1);
  });

  it('that could not be sent comes first again, but for lanes that were lost meanwhile', () => {
    queue.accept([row(1), row(2, { lane: 1 })]);
    const batch = queue.take(ALL);
    queue.accept([row(3, { lane: 1 })]);
    queue.own([1]);
    queue.putBack(batch);
    expect(taken()).toEqual(['2', '3']);
  });
});

function drain(): void {
  queue.drained(queue.beginReading().undrained);
}

function taken(): string[] {
  return queue.take(ALL).map(({ id }) => id);
}

type RowDifference = Partial<Omit<StoredOutput, 'key'>> & { readonly key?: string };

function row(id: number, { key = 'order', ...rest }: RowDifference = {}): StoredOutput {
  const usual = { lane: 0, topic: 't', messageId: `m${id}`, value: Buffer.alloc(1), headers: {} };
  return { ...usual, ...rest, id: String(id), key: Buffer.from(key) };
}
