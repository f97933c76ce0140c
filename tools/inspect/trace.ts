import { join } from 'node:path';
import { Refusal } from '../stack/refusal.js';
import { aboutOneOrder } from './about-one-order.js';
import { orderFacts } from './order-facts.js';
import { readTraces } from './read-spans.js';
import { renderTree, spanTree } from './span-tree.js';

/** `npm run trace -- <number>`: one order's traces, each as a tree of spans, read from the span files of `.local/spans/`. */
const purpose = 'Prints the trace of one order as a tree of spans, whichever way the order came.';

await aboutOneOrder('trace', purpose, async (orderNumber, installation) => {
  const facts = await orderFacts(installation, orderNumber);
  if (!facts) throw new Refusal(`Nobody has sent an order ${orderNumber}.`);
  const traces = await readTraces(join(installation.folder, 'spans'), facts);
  if (traces.length === 0) throw new Refusal(`No spans of ${orderNumber} are kept here; is a collector named instead?`);
  return traces.map((spans) => `trace ${spans[0]?.traceId}\n${renderTree(spanTree(spans))}`).join('\n\n');
});
