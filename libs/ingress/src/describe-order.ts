import type { Order } from '@kervan/contracts';
import { describeRequest } from '@kervan/service-host';

/** What is told of an order; what is not known of it yet is left out, and told later. */
export interface DescribedOrder {
  readonly orderId?: string;
  readonly order: Partial<Pick<Order, 'orderNumber' | 'channel' | 'company'>>;
}

/**
 * Tells on the span of the request or file by which an order came in which order it is, so that the trace is found by
 * its number. Only where there is one order: a batch is found by what it publishes.
 */
export function describeOrder({ orderId, order }: DescribedOrder, branch?: string): void {
  describeRequest({
    'kervan.order.id': orderId,
    'kervan.order.number': order.orderNumber,
    'kervan.order.channel': order.channel,
    'kervan.company': order.company,
    ...(branch !== undefined && { 'kervan.branch': branch }),
  });
}
