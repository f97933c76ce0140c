import { Refusal } from '../stack/refusal.js';
import { aboutOneOrder } from './about-one-order.js';
import { orderFacts } from './order-facts.js';
import { renderTimeline } from './timeline.js';

/** `npm run order -- <number>`: one order's timeline across all services. */
const purpose = 'Prints what happened to one order across all services, whichever way it came.';

await aboutOneOrder('order', purpose, async (orderNumber, installation) => {
  const facts = await orderFacts(installation, orderNumber);
  if (!facts) throw new Refusal(`Nobody has sent an order ${orderNumber}.`);
  return `${orderNumber}  ${facts.state}  (order id ${facts.orderId})\n\n${renderTimeline(facts.happenings)}`;
});
