import { createHmac, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../support/kurus.js';
import { nothing, wholeOver } from '../support/outside.js';
import { grossOf } from '../support/shop-orders.js';
import { Shop } from '../support/shops.js';
import { errorsIn, openWorld, type World } from '../support/world.js';

describe('from a web shop to the invoice', () => {
  let world: World;
  let moda: Shop;
  let ev: Shop;
  let bayi: Shop;

  beforeAll(async () => {
    world = await openWorld();
    moda = new Shop(world.installation, 'shopify');
    ev = new Shop(world.installation, 'woocommerce');
    bayi = new Shop(world.installation, 'standard');
  });

  it.concurrent.each([
    ['Shopify', () => moda, 'orders/create'],
    ['WooCommerce', () => ev, 'order.created'],
    ['a Standard Webhooks sender', () => bayi, 'order.placed'],
  ] as const)('a paid order of %s is invoiced, booked and paid, to the kuruş, and its e-Arşiv tells of the internet', async (_name, shop, topic) => {
    const order = shop().order();
    expect(await shop().send(topic, order.at())).toBe('accepted');
    const { documents } = await shop().until(order, 'completed');
    expect(documents.map(({ type }) => type)).toEqual(['erp_sales_order', 'invoice', 'erp_invoice', 'erp_payment']);
    expect(await world.outside.summaryOf(order)).toEqual(wholeOver(decimal(grossOf({}))));
    const [invoice] = await world.operator.invoicesOf(order);
    const xml = await world.outside.xmlOf(invoice!.number);
    for (const told of ['IS_INTERNET', 'INT_WEBSITE', 'INT_PAYMENT_METHOD']) expect(xml).toContain(`>${told}<`);
  });

  it.concurrent('a company that gives its tax number in a note gets an e-Fatura', async () => {
    const order = moda.order({ taxId: '7341028850', company: 'Deniz Restoran İşletmeleri A.Ş.' });
    await moda.send('orders/create', order.at());
    await moda.until(order, 'completed');
    const [invoice] = await world.operator.invoicesOf(order);
    expect(invoice).toMatchObject({ profile: 'TEMELFATURA', state: 'accepted' });
  });

  it.concurrent('one delivery sent three times, and the same order by another, is one order', async () => {
    const order = moda.order();
    const delivery = moda.delivery('orders/create', order.at());
    const answers = [await moda.deliver(delivery), await moda.deliver(delivery), await moda.deliver(delivery)];
    expect(answers.map(({ status, json }) => [status, (json as { status: string }).status])).toEqual([
      [202, 'accepted'], [202, 'duplicate'], [202, 'duplicate'],
    ]);
    await moda.send('orders/updated', order.at());
    await moda.until(order, 'completed');
    expect(await world.outside.summaryOf(order)).toEqual(wholeOver(decimal(grossOf({}))));
  });

  it.concurrent('the update that comes before the creation starts the order, and the late creation changes nothing', async () => {
    const order = ev.order({ paid: false, payment: 'card' });
    await ev.send('order.updated', order.at({ paid: true, change: 5 }));
    await ev.send('order.created', order.at({ change: 0 }));
    await ev.until(order, 'completed');
    expect(await world.outside.summaryOf(order)).toEqual(wholeOver(decimal(grossOf({}))));
  });

  it.concurrent('an order that is never paid, and a test order, start nothing', async () => {
    const unpaid = moda.order({ paid: false });
    const test = moda.order({ test: true });
    await moda.send('orders/create', unpaid.at());
    await moda.send('orders/create', test.at());
    const later = moda.order();
    await moda.send('orders/create', later.at());
    await moda.until(later, 'completed');
    for (const order of [unpaid, test]) expect(await world.outside.effectsOf(order)).toMatchObject({ orders: [], invoices: [] });
  });

  it.concurrent('a cancellation before the creation is kept: the creation starts nothing', async () => {
    const order = moda.order();
    await moda.send('orders/cancelled', order.at({ cancelled: true, change: 9 }));
    await moda.send('orders/create', order.at());
    const later = moda.order();
    await moda.send('orders/create', later.at());
    await moda.until(later, 'completed');
    expect(await world.outside.summaryOf(order)).toEqual(nothing);
  });

  it('a cancellation while the invoice is on its way undoes the order', async () => {
    const order = moda.order();
    const match = { orderNumber: order.orderNumber };
    await world.outside.suffer({ target: 'erp', operation: 'post-sales-order', kind: 'delay', ms: 3_000, times: 1, match });
    await moda.send('orders/create', order.at());
    await moda.send('orders/cancelled', order.at({ cancelled: true, change: 9 }));
    await moda.until(order, 'reversed');
    expect(await world.outside.summaryOf(order)).toEqual(nothing);
  });

  it.concurrent('what is authentic and cannot be used is listed with field and reason', async () => {
    const order = moda.order();
    const body = { ...order.at(), total_price: '1.00', current_total_price: '1.00' };
    const answer = await moda.deliver(moda.delivery('orders/create', body));
    const { status, id } = answer.json as { status: string; id: string };
    expect([answer.status, status]).toEqual([202, 'quarantined']);
    const quarantined = await world.operator.get<{ findings: { pointer: string; code: string }[] }>('ecommerce-webhooks', `/v1/quarantine/${id}`);
    expect(quarantined.findings).toContainEqual(expect.objectContaining({ pointer: '#/total_price', code: 'totals-mismatch' }));
    expect(await world.outside.summaryOf(order)).toEqual(nothing);
  });

  it.concurrent('what is not signed by the shop is refused, whatever it is', async () => {
    const order = moda.order();
    const delivery = moda.delivery('orders/create', order.at());
    const tampered = { ...delivery, bytes: Buffer.concat([delivery.bytes, Buffer.from(' ')]) };
    const signature = createHmac('sha256', randomUUID()).update(delivery.bytes).digest('base64');
    const answers = await Promise.all([
      moda.deliver(delivery, { secret: 'the secret of somebody else' }),
      moda.deliver(tampered, { signature }),
      moda.deliver(delivery, { signature: '' }),
    ]);
    expect(answers.map(({ status, json }) => [status, (json as { code: string }).code])).toEqual(answers.map(() => [401, 'invalid-signature']));
    expect(await moda.look(order)).toBeUndefined();
  });

  it.concurrent('a replay of a signed time changes nothing, and a time too long ago or to come is refused', async () => {
    const order = bayi.order();
    const delivery = bayi.delivery('order.placed', order.at());
    const stale = [await bayi.deliver(delivery, { after: -301 }), await bayi.deliver(delivery, { after: 302 })];
    expect(stale.map(({ status, json }) => [status, (json as { code: string }).code])).toEqual(stale.map(() => [401, 'timestamp-out-of-tolerance']));
    const replayed = [await bayi.deliver(delivery), await bayi.deliver(delivery, { after: -5 })];
    expect(replayed.map(({ status, json }) => [status, (json as { status: string }).status])).toEqual([[202, 'accepted'], [202, 'duplicate']]);
    await bayi.until(order, 'completed');
    expect(await world.outside.summaryOf(order)).toEqual(wholeOver(decimal(grossOf({}))));
  });

  it.concurrent('a delivery signed with the next secret is taken while both are valid', async () => {
    const order = moda.order();
    const answer = await moda.deliver(moda.delivery('orders/create', order.at()), { secret: moda.secretOf('moda-next') });
    expect([answer.status, (answer.json as { status: string }).status]).toEqual([202, 'accepted']);
    await moda.until(order, 'completed');
  });

  it('none of that is an error of a service', () => {
    expect(errorsIn(world.logs)).toEqual([]);
  });
});
