import type { DiscardNotice } from '@kervan/messaging';
import type { SagaData, SagaDefinition, SagaOrder, Start } from '../definition/saga-definition.js';
import type { SagaStore } from './saga-store.js';

/**
 * Tells that an order is over of which a person has given up the record that would have started its saga: it is taken back,
 * and nothing of it stands. Else whoever took it in would send it again and again.
 *
 * Nothing is told of an order whose saga has begun with another record: it goes its own way.
 */
export function givenUpStart<Data extends SagaData, Order extends SagaOrder>(
  { startsOn, ends }: Pick<SagaDefinition<Data, Order>, 'startsOn' | 'ends'>,
  store: Pick<SagaStore, 'awaitTurn' | 'lock' | 'time'>,
): DiscardNotice {
  return {
    record: startsOn,
    async give(db, { id, correlationId, acceptedAt, data }, reason) {
      const { orderId, order } = data as Start<Order>;
      await store.awaitTurn(db, [orderId]);
      if ((await store.lock(db, [orderId])).size > 0) return;
      const reversedAt = new Date(await store.time(db)).toISOString();
      const { orderNumber } = order;
      const over = ends.compensated.of({ orderId, orderNumber, reversedAt, reason, documents: [] });
      db.causedBy({ id, correlationId, acceptedAt, source: 'discard' }).publish(over);
    },
  };
}
