import { stockCatalogue, StockCounted, StockMoved } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { acceptedAtOf, newId } from '../message/ids.js';
import type { SchemaStore } from '../registry/schema-store.js';
import { CausedOutputs, type OutputSink } from './caused-outputs.js';
import { MessageWriter } from './message-writer.js';
import type { Output } from './output.js';
import type { Transaction } from './transaction.js';

const cause = { id: newId(), correlationId: 'c', acceptedAt: Date.UTC(2026, 10, 21), source: 'test' };
const catalogue = stockCatalogue('test', { events: 'test.stock.events.v1', commands: 'test.stock.commands.v1', replies: 'test.stock.replies.v1' });
const schemas = { idOf: () => 1 } as unknown as SchemaStore;
const orderId = newId();
const moved = StockMoved.of({ orderId });
const counted = StockCounted.of({ orderId, count: 1, countedBy: '' });

/** The ids of what the work gives, as one run of it. */
function idsOf(work: (tx: Transaction) => void): string[] {
  const outputs: Output[] = [];
  const sink = { add: (output: Output) => outputs.push(output), plan: (_name: string, output: Output) => outputs.push(output) };
  work(new CausedOutputs(cause, new MessageWriter(catalogue, schemas, 'test'), sink as unknown as OutputSink));
  return outputs.map(({ messageId }) => messageId);
}

describe('the id of an output', () => {
  const dueAt = new Date(cause.acceptedAt + 600_000);

  it('is the same for the same work, carries the acceptance time on, and is another for each output', () => {
    const work = (tx: Transaction): void => {
      tx.publish(moved);
      tx.publish(moved);
      tx.schedule('timer', moved, dueAt);
    };
    const ids = idsOf(work);
    expect(idsOf(work)).toEqual(ids);
    expect(new Set(ids).size).toBe(3);
    expect(ids.map(acceptedAtOf)).toEqual(ids.map(() => cause.acceptedAt));
  });

  it('is another for another record: what a replay makes of a cause in another way is not dropped as known', () => {
    expect(idsOf((tx) => tx.publish(moved))).not.toEqual(idsOf((tx) => tx.publish(counted)));
  });

  it('is another for another time at which it is due: a timer that is set again is not dropped as the one that fired', () => {
    const later = new Date(dueAt.getTime() + 1);
    expect(idsOf((tx) => tx.schedule('timer', moved, dueAt))).not.toEqual(idsOf((tx) => tx.schedule('timer', moved, later)));
  });
});
