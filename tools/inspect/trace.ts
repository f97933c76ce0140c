import { join } from 'node:path';
import { Refusal } from '../stack/refusal.js';
import { aboutOneOrder, localInstallation } from './installation.js';
import { orderFacts } from './order-facts.js';
import { readTrace } from './read-spans.js';
import { renderTree, spanTree } from './span-tree.js';

/** `npm run trace -- <number>`: one order's trace as a tree of spans, read from the span files of `.local/spans/`. */
await aboutOneOrder('trace', async (orderNumber) => {
  const installation = localInstallation();
  const facts = await orderFacts(installation, orderNumber);
  if (!facts) throw new Refusal(`No till has sent an order ${orderNumber}.`);
  const spans = await readTrace(join(installation.folder, 'spans'), [facts.orderId]);
  if (spans.length === 0) throw new Refusal(`No spans of ${orderNumber} are kept here; is a collector named instead?`);
  return renderTree(spanTree(spans));
});
