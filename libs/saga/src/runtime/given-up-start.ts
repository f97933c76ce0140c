import { DiscardRefused, type DiscardNotice } from '@kervan/messaging';
import type { SagaData, SagaDefinition, SagaOrder, Start } from '../definition/saga-definition.js';
import type { Input } from '../core/input.js';
import type { SagaStore } from './saga-store.js';

const HAD_BEGUN =
  'The order had begun before this database was set back, and replies to its commands are kept: its documents may stand. Edit the record as it was edited then, and the order goes on.';

/**
 * Tells that an order is over of which a person has given up the record that would have started its saga: it is taken back,
 * and nothing of it stands. Else whoever took it in would send it again and again. A cancellation is kept with that: a record
 * of the order that comes all the same, such as one that was on its way, begins a saga that is taken back at once.
 *
 * Nothing is told of an order whose saga has begun with another record: it goes its own way. Where replies are kept for one
 * that has not begun, it had begun in a time that this database has lost: the discard is refused, for documents may stand.
 */
export function givenUpStart<Data extends SagaData, Order extends SagaOrder>(
  { startsOn, ends }: Pick<SagaDefinition<Data, Order>, 'startsOn' | 'ends'>,
  store: Pick<SagaStore, 'awaitTurn' | 'lock' | 'early' | 'time' | 'keep'>,
): DiscardNotice {
  return {
    record: startsOn,
    async give(db, { id, correlationId, acceptedAt, data }, { by, reason }) {
      const { orderId, order } = data as Start<Order>;
      await store.awaitTurn(db, [orderId]);
      if ((await store.lock(db, [orderId])).size > 0) return;
      const early = await store.early(db, [orderId]);
      if (early.some(({ input }) => input.kind === 'reply')) throw new DiscardRefused(HAD_BEGUN);
      const now = await store.time(db);
      const cancellation: Input = { kind: 'cancellation', data: { orderId, reason, requestedBy: by } };
      await store.keep(db, [{ instanceId: orderId, messageId: id, input: cancellation }], now);
      const { orderNumber } = order;
      const over = ends.compensated.of({ orderId, orderNumber, reversedAt: new Date(now).toISOString(), reason, documents: [] });
      db.causedBy({ id, correlationId, acceptedAt, source: 'discard' }).publish(over);
    },
  };
}
