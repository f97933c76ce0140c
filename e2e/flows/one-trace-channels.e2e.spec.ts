import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '@kervan/testing';
import type { Span } from '@kervan/tools/inspect/span';
import { renderTree, spanTree, type SpanTree } from '@kervan/tools/inspect/span-tree';
import { Bank } from '../support/bank.js';
import { startCollector, type Collector } from '../support/collector.js';
import { objectsIn } from '../support/lines.js';
import { Partner } from '../support/partner.js';
import { grossOf } from '../support/shop-orders.js';
import { Shop } from '../support/shops.js';
import { hopsTo, inWords, orphansAmong } from '../support/spans.js';
import { openOwnWorld, type LogLine, type World } from '../support/world.js';

/** From the orchestrator to the ERP: the same for every channel. */
const toErp = [
  'order-orchestrator consumer process sales.order.events.v1 OrderPlaced',
  'order-orchestrator producer send erp.document.commands.v1 PostSalesOrder',
  'erp-writer consumer process erp.document.commands.v1 PostSalesOrder',
  'erp-writer client POST /v1/sales-orders',
  'sandbox server POST /erp/v1/sales-orders',
];

/** The way of money that the bank tells of. */
const toPayment = [
  'bank-reconciler server POST /v1/statements',
  'bank-reconciler producer send banking.payment.events.v1 PaymentMatched',
  'order-orchestrator consumer process banking.payment.events.v1 PaymentMatched',
  'order-orchestrator producer send erp.document.commands.v1 PostPayment',
  'erp-writer consumer process erp.document.commands.v1 PostPayment',
  'erp-writer client POST /v1/payments',
  'sandbox server POST /erp/v1/payments',
];

describe('one order of each channel', () => {
  let collector: Collector;
  let world: World;
  /** Order numbers by channel. */
  const numbers = { shop: '', partner: '' };

  /** The traces with a span of that order, by what they begin with; complete once each has come to its last request. */
  const tracesOf = (orderNumber: string, lastRequests: readonly string[]): Promise<SpanTree[]> =>
    eventually(
      `the spans of ${orderNumber}`,
      () => {
        const ids = new Set(collector.spans.flatMap(({ traceId, attributes }) => (attributes['kervan.order.number'] === orderNumber ? [traceId] : [])));
        const trees = [...ids].map((id) => spanTree(collector.spans.filter(({ traceId }) => traceId === id)));
        const arrived = lastRequests.every((request) => trees.some((tree) => hopsTo(request, tree).length > 1));
        return arrived && trees.every(({ orphans }) => orphans.length === 0) && trees;
      },
      { withinMs: 60_000, everyMs: 200 },
    );

  const beginningWith = (trees: readonly SpanTree[], root: string): SpanTree => {
    const found = trees.find(({ roots }) => roots.some(({ span }) => inWords(span) === root));
    expect(found, `${root} among\n${trees.map(renderTree).join('\n\n')}`).toBeDefined();
    return found!;
  };

  beforeAll(async () => {
    collector = await startCollector();
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
    world = await openOwnWorld();
    const { installation } = world;
    const shop = new Shop(installation, 'woocommerce');
    const partner = new Partner(installation);
    const bank = new Bank(installation, world.operator);
    const waits = (orderId: string): Promise<boolean> =>
      eventually('it waits for its payment', async () => (await world.operator.saga(orderId)).step === 'settle', { withinMs: 60_000 });

    const price = 10_000n + BigInt(Date.now() % 5_000_000);
    const wish = { payment: 'transfer', paid: false, price } as const;
    const web = shop.order(wish);
    await shop.send('order.created', web.at());
    await waits((await shop.until(web, 'taken')).id);
    expect((await bank.upload(bank.statement([{ amount: grossOf(wish), text: web.orderNumber }]))).status).toBe(202);
    await shop.until(web, 'completed');

    const order = partner.order(price + 7n);
    await partner.put(partner.interchange([order]));
    numbers.shop = web.orderNumber;
    numbers.partner = `marketim-${order.number}`;
    const { id } = await eventually('the partner’s order is taken', async () => {
      const { items } = await world.operator.get<{ items: { id: string; orderNumber: string; state: string }[] }>('edi-gateway', '/admin/orders?limit=200');
      return items.find(({ orderNumber, state }) => orderNumber === numbers.partner && state === 'taken');
    }, { withinMs: 60_000 });
    await waits(id);
  });

  afterAll(async () => {
    await world?.close();
    collector?.close();
    vi.unstubAllEnvs();
  });

  it('of a web shop goes from its webhook to the ERP in one trace', async () => {
    const root = 'ecommerce-webhooks server POST /v1/shops/:shop/webhooks';
    const trees = await tracesOf(numbers.shop, ['POST /erp/v1/sales-orders', 'POST /erp/v1/payments']);
    const tree = beginningWith(trees, root);
    expect(tree.roots).toHaveLength(1);
    expect(hopsTo('POST /erp/v1/sales-orders', tree), renderTree(tree)).toEqual([
      root, 'ecommerce-webhooks producer send sales.order.events.v1 OrderPlaced', ...toErp,
    ]);
  });

  it('that the bank pays goes from the statement to the ERP in one trace', async () => {
    const trees = await tracesOf(numbers.shop, ['POST /erp/v1/sales-orders', 'POST /erp/v1/payments']);
    const tree = beginningWith(trees, toPayment[0]!);
    expect(tree.roots).toHaveLength(1);
    expect(hopsTo('POST /erp/v1/payments', tree), renderTree(tree)).toEqual(toPayment);
    expect(trees).toHaveLength(2);
  });

  it('of a trading partner goes from its file to the ERP in one trace', async () => {
    const root = 'edi-gateway internal take interchange';
    const trees = await tracesOf(numbers.partner, ['POST /erp/v1/sales-orders']);
    expect(trees).toHaveLength(1);
    const tree = beginningWith(trees, root);
    expect(tree.roots).toHaveLength(1);
    expect(hopsTo('POST /erp/v1/sales-orders', tree), renderTree(tree)).toEqual([
      root, 'edi-gateway producer send sales.order.events.v1 OrderPlaced', ...toErp,
    ]);
  });

  it('tells the same of the order on each span of its messages and calls', async () => {
    for (const number of Object.values(numbers)) {
      const [tree] = await tracesOf(number, ['POST /erp/v1/sales-orders']);
      const traceId = tree!.roots[0]!.span.traceId;
      const own = collector.spans.filter((span) => span.traceId === traceId && span.service !== 'sandbox');
      const hops = own.filter(({ kind, name }) => ['producer', 'consumer'].includes(kind) || (kind === 'client' && name.startsWith('POST')));
      expect(hops.length).toBeGreaterThan(10);
      const told = new Set(hops.map(({ attributes }) => [
        attributes['kervan.order.id'], attributes['kervan.order.number'], attributes['kervan.company'], attributes['kervan.correlation_id'],
      ].join(' | ')));
      expect([...told], number).toEqual([expect.stringMatching(new RegExp(`^\\S+ \\| ${number} \\| \\S+ \\| \\S+$`))]);
    }
  });

  it('of a web shop is told of in the log under the correlation id of its messages', async () => {
    await tracesOf(numbers.shop, ['POST /erp/v1/sales-orders']);
    const placed = collector.spans.filter(({ attributes }) => attributes['kervan.order.number'] === numbers.shop)
      .find((span) => inWords(span) === 'ecommerce-webhooks producer send sales.order.events.v1 OrderPlaced');
    const correlationId = placed?.attributes['kervan.correlation_id'];
    const about = world.logs.all().filter(({ text }) => text.includes(`"${numbers.shop}"`));
    const lines = objectsIn<LogLine>(about);
    expect(lines.map(({ service }) => service)).toContain('ecommerce-webhooks');
    expect(correlationId).toEqual(expect.any(String));
    expect(lines.map((line) => line.correlationId)).toEqual(lines.map(() => correlationId));
  });

  it('is linked from every chunk that it was in', async () => {
    const [tree] = await tracesOf(numbers.partner, ['POST /erp/v1/sales-orders']);
    const sent = collector.spans.filter(({ traceId, kind }) => traceId === tree!.roots[0]!.span.traceId && kind === 'producer');
    const linked = (span: Span): boolean =>
      collector.spans.some(({ name, links = [] }) => name === 'process chunk' && links.some(({ spanId }) => spanId === span.spanId));
    expect(sent.map(inWords)).toContain('edi-gateway producer send sales.order.events.v1 OrderPlaced');
    await eventually('every message of it is in a chunk that links to it', () => sent.every(linked));
  });

  it('leaves no span of any trace without its parent', async () => {
    await eventually('all spans have arrived', () => orphansAmong(collector.spans).length === 0).catch(() => undefined);
    expect(orphansAmong(collector.spans)).toEqual([]);
  });
});
