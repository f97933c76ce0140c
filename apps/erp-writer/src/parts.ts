/**
 * Single parts of erp-writer, for the runs under `tools` that put them under stress.
 *
 * Not for services: in compiled code there is no such door.
 */
export { erpWriterMigrations } from '../migrations/erp-writer-migrations.js';
export { RestErpAdapter, restErpCalls } from './adapters/rest-erp/rest-erp.adapter.js';
export { restErpTarget } from './adapters/rest-erp/rest-erp.target.js';
export { CancelSalesOrderConsumer } from './cancel-sales-order/cancel-sales-order.consumer.js';
export { PostInvoiceConsumer } from './post-invoice/post-invoice.consumer.js';
export { PostPaymentConsumer } from './post-payment/post-payment.consumer.js';
export { PostSalesOrderConsumer } from './post-sales-order/post-sales-order.consumer.js';
