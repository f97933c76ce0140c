import { createServer } from 'node:http2';
import * as restate from '@restatedev/restate-sdk';
import { orderNumberOf, type Sale } from './documents.js';
import { inProcesses } from './in-processes.js';
import { FIRST_WAIT_MS, Participants, peerSettings } from './participants.js';

/**
 * The flow as Restate's documentation writes it: a handler whose acts are `ctx.run(name, …)`, a wait that survives by
 * `ctx.sleep`, called through the ingress with an idempotency key; served over HTTP/2, so that one stream carries the
 * whole invocation.
 *
 * A service rather than a workflow object: it does the same here and keeps less.
 */
const settings = peerSettings();
const participants = new Participants(settings);

const orderToInvoice = restate.service({
  name: 'orderToInvoice',
  handlers: {
    run: async (ctx: restate.Context, sale: Sale): Promise<{ id: string }> => {
      await ctx.run('record-order', () => participants.recordOrder(sale));
      const erpNumber = await ctx.run('post-sales-order', () => participants.postSalesOrder(sale));
      const invoice = await ctx.run('issue-invoice', () => participants.issueInvoice(sale));
      await ctx.run('transmit', () => participants.transmit(sale, invoice));
      for (let accepted = false; !accepted; ) {
        await ctx.sleep(FIRST_WAIT_MS);
        accepted = await ctx.run('is-accepted', () => participants.isAccepted(invoice));
      }
      await ctx.run('post-invoice', () => participants.postInvoice(sale, erpNumber, invoice));
      await ctx.run('post-payment', () => participants.postPayment(sale, erpNumber, invoice));
      return { id: orderNumberOf(sale) };
    },
  },
});

await inProcesses(settings.processes, async () => {
  const server = createServer(restate.createEndpointHandler({ services: [orderToInvoice] }));
  await new Promise<void>((resolve) => server.listen(settings.port, '127.0.0.1', resolve));
});
