import { finding, type Finding } from './finding.js';
import { deliveryKey, type ServiceFacts } from './service-facts.js';
import { type SentInterchange } from './partner-inputs.js';
import { type ShopInput } from './shop-inputs.js';

/** The deliveries that cannot be used are in quarantine or were decided by a person, and no others of ours. */
export function checkQuarantine(inputs: readonly ShopInput[], { quarantined }: ServiceFacts): Finding[] {
  if (!quarantined) return [];
  return inputs.flatMap(({ orderNumber, expectation, deliveries }) => {
    const listed = deliveries.some((delivery) => {
      const { state, decided } = quarantined.get(deliveryKey(delivery)) ?? {};
      return state === 'open' || decided !== undefined;
    });
    if (listed === (expectation === 'quarantined')) return [];
    const code = listed ? 'quarantine-unexpected' : 'quarantine-missing';
    return [finding(code, orderNumber, `expected ${expectation}`)];
  });
}

/** No message of the partner waits in quarantine, however often its interchange was sent: the content of all can be used. */
export function checkInterchanges(
  sent: readonly SentInterchange[],
  { quarantinedInterchanges }: ServiceFacts,
): Finding[] {
  return sent
    .filter(({ entry }) => quarantinedInterchanges?.has(entry.interchange))
    .map(({ entry }) => finding('quarantine-unexpected', entry.interchange, `expected ${entry.expectation}`));
}
