import { type Message, OrderPlaced, OrderReversed, OrderTaken } from '@kervan/contracts';
import { type Cause, type DatabaseTransaction, DiscardRefused, newId, type Received } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import type { Input } from '../core/input.js';
import { next } from '../core/next.js';
import { webOrder } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { givenUpStart } from './given-up-start.js';
import type { AnyInstance, EarlyMessage } from './saga-store.js';

const NOW = Date.UTC(2026, 10, 21, 9);

describe('givenUpStart', () => {
  const orderId = newId();
  const placed = { ...OrderPlaced.of({ orderId, order: webOrder }), id: newId(), correlationId: 'till-3', acceptedAt: 0 };

  /** What is told where the sagas of some orders have begun, in the order of what was asked of the store. */
  async function told(begun: readonly string[] = [], early: readonly Input[] = []) {
    const asked: string[] = [];
    const kept: EarlyMessage[] = [];
    const published: [Cause, Message][] = [];
    const notice = givenUpStart(sale, {
      awaitTurn: async (_db, ids) => void asked.push(`turn ${ids.join()}`),
      lock: async (_db, ids) => (asked.push('lock'), new Map(ids.filter((id) => begun.includes(id)).map((id) => [id, {} as AnyInstance]))),
      early: async () => early.map((input) => ({ instanceId: orderId, messageId: newId(), input })),
      keep: async (_db, messages) => void kept.push(...messages),
      time: async () => NOW,
    });
    const causedBy = (cause: Cause) => ({ publish: (message: Message) => published.push([cause, message]) });
    await notice.give({ causedBy } as unknown as DatabaseTransaction, placed as unknown as Received<unknown>, { by: 'ada', reason: 'sold twice' });
    return { record: notice.record, asked, published, kept };
  }

  it('tells that the order is over, after waiting for whoever may be starting it', async () => {
    const { record, asked, published } = await told();
    expect(record).toBe(OrderPlaced);
    expect(asked).toEqual([`turn ${orderId}`, 'lock']);
    const data = { orderId, orderNumber: 'W-1001', reversedAt: '2026-11-21T09:00:00.000Z', reason: 'sold twice', documents: [] };
    expect(published.map(([, { type, data: of }]) => [type, of])).toEqual([[OrderReversed, data]]);
    expect(published[0]![0]).toMatchObject({ id: placed.id, correlationId: 'till-3' });
  });

  it('tells nothing of an order that goes its way', async () => {
    expect(await told([orderId])).toMatchObject({ published: [], kept: [] });
    expect((await told([newId()])).published).toHaveLength(1);
  });

  it('keeps that it is over: with a record that was on its way a saga begins that is taken back at once', async () => {
    const { kept } = await told();
    const cancellation = { orderId, reason: 'sold twice', requestedBy: 'ada' };
    expect(kept).toEqual([{ instanceId: orderId, messageId: placed.id, input: { kind: 'cancellation', data: cancellation } }]);
    const start = { kind: 'start', data: { orderId, order: webOrder }, acceptedAt: 0, early: kept.map(({ input }) => input) } as const;
    const { instance, send, publish } = next(sale, null, start, NOW);
    expect(instance).toMatchObject({ status: 'compensated' });
    expect([send, publish.map(({ type }) => type)]).toEqual([[], [OrderTaken, OrderReversed]]);
  });

  it('refuses where the order had begun in a time that was lost: a reply is kept, and documents may stand', async () => {
    const reply: Input = { kind: 'reply', record: 'SalesOrderPosted', data: { commandId: newId() } };
    await expect(told([], [reply])).rejects.toThrow(DiscardRefused);
    const payment: Input = { kind: 'event', record: 'PaymentMatched', data: {} };
    expect((await told([], [payment])).published).toHaveLength(1);
  });
});
