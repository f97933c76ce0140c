import { type Message, OrderPlaced, OrderReversed } from '@kervan/contracts';
import { type Cause, type DatabaseTransaction, newId, type Received } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { webOrder } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { givenUpStart } from './given-up-start.js';
import type { AnyInstance } from './saga-store.js';

const NOW = Date.UTC(2026, 10, 21, 9);

describe('givenUpStart', () => {
  const orderId = newId();
  const placed = { ...OrderPlaced.of({ orderId, order: webOrder }), id: newId(), correlationId: 'till-3', acceptedAt: 0 };

  /** What is told where the sagas of some orders have begun, in the order of what was asked of the store. */
  async function told(...begun: readonly string[]) {
    const asked: string[] = [];
    const published: [Cause, Message][] = [];
    const notice = givenUpStart(sale, {
      awaitTurn: async (_db, ids) => void asked.push(`turn ${ids.join()}`),
      lock: async (_db, ids) => (asked.push('lock'), new Map(ids.filter((id) => begun.includes(id)).map((id) => [id, {} as AnyInstance]))),
      time: async () => NOW,
    });
    const causedBy = (cause: Cause) => ({ publish: (message: Message) => published.push([cause, message]) });
    await notice.give({ causedBy } as unknown as DatabaseTransaction, placed as unknown as Received<unknown>, 'sold twice');
    return { record: notice.record, asked, published };
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
    expect((await told(orderId)).published).toEqual([]);
    expect((await told(newId())).published).toHaveLength(1);
  });
});
