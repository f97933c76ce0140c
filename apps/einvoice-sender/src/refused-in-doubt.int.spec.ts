import { InvoiceAccepted } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, it } from 'vitest';
import { InvoicedOrder } from './fixtures/invoiced-order.js';
import { orderOf } from './fixtures/orders.js';
import { type RunningEinvoiceSender, runningEinvoiceSender } from './fixtures/running-einvoice-sender.js';

let service: RunningEinvoiceSender;

beforeAll(async () => {
  service = await runningEinvoiceSender();
});
afterAll(() => service.stop());

it('an invoice that was lost and may still come is asked about before a refusal of its repeat is the end', async () => {
  const order = new InvoicedOrder(service);
  await order.issue(orderOf());
  const { integrator, database } = service;
  integrator.mischief.push('cut-before', 'quota');
  const command = await order.transmit();
  await eventually('the repeat that is refused', () => integrator.posts.filter((number) => number === order.invoice.number)[1]);
  await order.comes();
  order.authoritySays('accepted', 1300);
  await eventually('the look-up that is due in 92 s', async () => {
    const sql = `UPDATE outbound_open_call SET due_at = now()
      WHERE order_key = $1 AND type = 'send-invoice' AND state = 'unknown' AND act = 'look-up' RETURNING id`;
    return (await database.query(sql, [order.id])).rows[0];
  });
  await service.replyTo(InvoiceAccepted, command);
});
