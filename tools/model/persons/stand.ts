import type { Order } from '@kervan/contracts';
import type { OrderToInvoice } from '@kervan/order-orchestrator/parts';
import { instanceOf, type InstanceRow } from '@kervan/saga/parts';
import type { Instance } from '@kervan/saga';
import type { ModelDatabase } from '../postgres/model-database.js';

/** An order's saga with the order as last amended. */
export type OrderInstance = Instance<OrderToInvoice, Order>;

/** How an order stands, as administration sees it; nobody may be in a transaction. Undefined where it has no saga. */
export function standOf(database: ModelDatabase, orderId: string): OrderInstance | undefined {
  const [found] = database.look(
    'saga',
    `SELECT row_to_json(saga_instance)::text AS row, (
       SELECT body::text FROM saga_order_body WHERE instance_id = saga_instance.id AND revision = order_revision
     ) AS body
     FROM saga_instance WHERE id = '${orderId}'`,
  );
  if (!found) return undefined;
  const row = JSON.parse(found['row']!) as Record<keyof InstanceRow, string | null>;
  const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
  const dates = {
    deadline_at: date(row.deadline_at), attention_since: date(row.attention_since), started_at: date(row.started_at),
  };
  const instance = instanceOf({ ...row, ...dates } as unknown as InstanceRow) as unknown as OrderInstance;
  const body = JSON.parse(found['body']!) as Order;
  return { ...instance, order: { ...instance.order, value: () => body } };
}
