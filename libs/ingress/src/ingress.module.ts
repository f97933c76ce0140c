import { type DynamicModule, Module } from '@nestjs/common';
import { ConfirmReceiptJob } from './confirm-receipt.job.js';
import { FollowOrderConsumer } from './follow-order.consumer.js';
import { INGRESS_ORDERS, type IngressOrders } from './ingress-orders.js';

/**
 * Lets a service follow the orders that it has published: their state, and their end-to-end receipt.
 *
 * Needs MessagingModule beside it. The service publishes OrderPlaced in the transaction that writes the row.
 */
@Module({})
export class IngressModule {
  static forRoot(orders: IngressOrders): DynamicModule {
    return {
      module: IngressModule,
      controllers: [FollowOrderConsumer],
      providers: [ConfirmReceiptJob, { provide: INGRESS_ORDERS, useValue: orders }],
      exports: [ConfirmReceiptJob],
    };
  }
}
