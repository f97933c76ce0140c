import { ReserveStock, stockCatalogue, StockCounted, StockMoved, StockReserved } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { acceptedAtOf, newId } from '../message/ids.js';
import type { SchemaStore } from '../registry/schema-store.js';
import { CausedOutputs, type OutputSink } from './caused-outputs.js';
import { MessageWriter } from './message-writer.js';
import type { Output } from './output.js';
import type { AnsweringTransaction, Transaction } from './transaction.js';

const cause = { id: newId(), correlationId: 'c', acceptedAt: Date.UTC(2026, 10, 21), source: 'test' };
const catalogue = stockCatalogue('test', { events: 'test.stock.events.v1', commands: 'test.stock.commands.v1', replies: 'test.stock.replies.v1' });
const underSchema = (id: number) => ({ idOf: () => id }) as unknown as SchemaStore;
const orderId = newId();
const moved = StockMoved.of({ orderId });
const counted = StockCounted.of({ orderId, count: 1, countedBy: '' });

/** The ids of what the work gives, as one run of it. */
function idsOf(work: (tx: AnsweringTransaction) => void, schemas = underSchema(1)): string[] {
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

  it('is another for other words: what is told again of an older state, since another time, is not dropped as known', () => {
    const later = StockCounted.of({ orderId, count: 2, countedBy: '' });
    expect(idsOf((tx) => tx.publish(counted))).not.toEqual(idsOf((tx) => tx.publish(later)));
  });

  it('is the same under another id of the schema, as a registry that was set up anew gives it', () => {
    const work = (tx: Transaction): void => tx.publish(counted);
    expect(idsOf(work, underSchema(2))).toEqual(idsOf(work));
  });

  it('is another for another command of the same record, and of a reply the same whatever it says', () => {
    const asked = (commandId: string) => ReserveStock.of({ orderId, commandId, count: 1 });
    expect(idsOf((tx) => tx.send(asked('1')))).not.toEqual(idsOf((tx) => tx.send(asked('2'))));
    const answered = (text: string) => ({ type: StockReserved.fullName, value: Buffer.from(text), key: orderId });
    const answer = (text: string) => idsOf((tx) => tx.answer(answered(text), 'test.stock.commands.v1'));
    expect(answer('one')).toEqual(answer('other'));
  });

  it('is another for another time at which it is due: a timer that is set again is not dropped as the one that fired', () => {
    const later = new Date(dueAt.getTime() + 1);
    expect(idsOf((tx) => tx.schedule('timer', moved, dueAt))).not.toEqual(idsOf((tx) => tx.schedule('timer', moved, later)));
  });
});
