import { type Order, OrderPlaced } from '@kervan/contracts';

/** Bytes; below what a message may have (libs/messaging), with its headers and what others add to the order. */
const MAX_ORDER_BYTES = 950_000;
const NO_ORDER = '00000000-0000-8000-8000-000000000000';

/** Whether an order can be passed on, as one message. @throws {RecordRefused} where it is none by its schema. */
export function fitsOneMessage(order: Order): boolean {
  return OrderPlaced.encode({ orderId: NO_ORDER, order }).length <= MAX_ORDER_BYTES;
}
