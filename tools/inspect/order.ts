import { Refusal } from '../stack/refusal.js';
import { aboutOneOrder, localInstallation } from './installation.js';
import { orderFacts } from './order-facts.js';
import { renderTimeline } from './timeline.js';

/** `npm run order -- <number>`: one order's timeline across all services. */
await aboutOneOrder('order', async (orderNumber) => {
  const facts = await orderFacts(localInstallation(), orderNumber);
  if (!facts) throw new Refusal(`No till has sent an order ${orderNumber}.`);
  return `${orderNumber}  ${facts.state}  (order id ${facts.orderId})\n\n${renderTimeline(facts.happenings)}`;
});
