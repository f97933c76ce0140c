/**
 * Single parts of order-orchestrator, for the runs under `tools` that put them under stress.
 *
 * Not for services: in compiled code there is no such door.
 */
export { orderOrchestratorMigrations } from '../migrations/order-orchestrator-migrations.js';
export { type ActOrder, messageOf, mustHaveEffect } from './administer-sagas/act-order.js';
export { mustAddUp } from './order-to-invoice/order-arithmetic.js';
export type { OrderToInvoice } from './order-to-invoice/order-to-invoice.js';
export { orderToInvoice } from './order-to-invoice/order-to-invoice.saga.js';
