export { ConfirmReceiptJob } from './confirm-receipt.job.js';
export { contentHash } from './content-hash.js';
export { describeOrder } from './describe-order.js';
export type { IngressOrders } from './ingress-orders.js';
export { IngressModule } from './ingress.module.js';
export {
  address,
  amount,
  buyerFields,
  currency,
  discount,
  gtin,
  hasPlainYear,
  identifier,
  instant,
  rateField,
  text,
} from './order-fields.js';
export { listOrders, type ListedOrders } from './list-orders.js';
export { orderIdOf } from './order-id.js';
export { fitsOneMessage } from './order-size.js';
export { type OrderError, OrderState, type OrderStatus, statusColumns } from './order-state.js';
export { CONFIRM_WITHIN_MINUTES, republishUnconfirmed } from './republish.js';
export { requestCause } from './request-cause.js';
