import { laneOf, LANES, newId } from '@kervan/messaging';
import { frame, type StoredOutput } from '@kervan/messaging/parts';
import { StockCounted } from '@kervan/testing';

/** The id of the schema of what is written; nobody asks a registry about it. */
export const SCHEMA_ID = 1;

/** One key per partition, so that each batch goes to every leader. */
const keys: readonly string[] = Array.from({ length: LANES }, (_, lane) => keyOfLane(lane));

/** How often a key is in a batch. */
const EACH = 2;

/** What one record says: the order that it is of, and its number among those of the order. */
export interface Counted {
  readonly orderId: string;
  readonly count: number;
}

/** The records of one batch, the first of which has the number 0: {@link EACH} of every key, in order. */
export function batchOf(topic: string, batch: number): StoredOutput[] {
  const counts = Array.from({ length: EACH }, (_, at) => batch * EACH + at);
  return counts.flatMap((count) => keys.map((orderId, lane) => recordOf(topic, lane, { orderId, count })));
}

/** What the records of a batch say. */
export function countedIn(batch: number): Counted[] {
  return keys.flatMap((orderId) => Array.from({ length: EACH }, (_, at) => ({ orderId, count: batch * EACH + at })));
}

/** Reads a record that {@link batchOf} made. */
export function readCounted(value: Buffer): Counted {
  const { orderId, count } = StockCounted.type.decode(value, 5).value as StockCounted;
  return { orderId, count };
}

function recordOf(topic: string, lane: number, counted: Counted): StoredOutput {
  const messageId = newId();
  return {
    id: messageId,
    topic,
    key: Buffer.from(counted.orderId),
    lane,
    messageId,
    value: frame(SCHEMA_ID, StockCounted.encode({ ...counted, countedBy: '' })),
    headers: {
      ce_id: messageId,
      ce_type: StockCounted.fullName,
      ce_source: 'failover',
      ce_time: new Date().toISOString(),
      ce_correlationid: messageId,
    },
  };
}

function keyOfLane(lane: number): string {
  for (let at = 0; ; at += 1) if (laneOf(`order-${at}`) === lane) return `order-${at}`;
}
