import { metrics } from '@opentelemetry/api';
import type { DeliveryState } from './delivery-state.js';

const deliveries = metrics.getMeter('ecommerce-webhooks').createCounter('kervan.webhooks.deliveries', {
  description: 'Deliveries of shops by what came of them; those of no known shop have the shop unknown.',
});

/** Counts a delivery. */
export function countDelivery(shop: string | undefined, outcome: DeliveryState | 'duplicate' | 'refused'): void {
  deliveries.add(1, { shop: shop ?? 'unknown', outcome });
}
