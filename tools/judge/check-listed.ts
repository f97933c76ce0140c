import { finding, type Finding } from './finding.js';
import { deliveryKey, type ServiceFacts } from './service-facts.js';
import { type ShopInput } from './shop-inputs.js';

/** What a service lists more than once: an order at its door, or a delivery of ours in quarantine. */
export function checkListed(
  shops: readonly ShopInput[],
  { doubledOrders = [], doubledDeliveries = new Set() }: Pick<ServiceFacts, 'doubledOrders' | 'doubledDeliveries'>,
): Finding[] {
  const quarantinedTwice = shops.filter(({ deliveries }) => deliveries.some((one) => doubledDeliveries.has(deliveryKey(one))));
  return [
    ...doubledOrders.map((orderNumber) => finding('order-listed-twice', orderNumber, 'a door lists it more than once')),
    ...quarantinedTwice.map(({ orderNumber }) => {
      return finding('quarantine-doubled', orderNumber, 'a delivery of it is in quarantine more than once');
    }),
  ];
}
