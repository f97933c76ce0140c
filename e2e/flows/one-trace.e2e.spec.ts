import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { catalogue } from '@kervan/contracts';
import { eventually, readTopics, type SeenRecord, type TopicReader } from '@kervan/testing';
import { secretsIn } from '@kervan/tools/chaos/invariants/secrecy';
import { nameOf, renderTree, type SpanTree } from '@kervan/tools/inspect/span-tree';
import { metricsInDocs, metricsServed } from '@kervan/tools/metrics/metrics-in-code';
import { services, type ServiceName } from '@kervan/tools/platform/services';
import { checkout } from '@kervan/tools/stack/checkout';
import { markedPerson, markers, registeredCompany } from '../support/buyers.js';
import { startCollector, type Collector } from '../support/collector.js';
import type { Answer } from '../support/http.js';
import { objectsIn } from '../support/lines.js';
import { writeRaw } from '../support/raw-records.js';
import { blockedArticle, type SaleBody } from '../support/sale.js';
import { inWords, orphansAmong, treeOf, waysIn } from '../support/spans.js';
import type { TakenSale } from '../support/tills.js';
import { errorsIn, openOwnWorld, type LogLine, type World } from '../support/world.js';

interface Traced {
  readonly correlationId?: string;
  readonly traceparent?: string;
}

describe('one order from the till to the books', () => {
  let collector: Collector;
  let world: World;
  let topics: TopicReader;
  let deadLetters: TopicReader;
  let sale: TakenSale;
  /** What the ERP and the integrator have received of it. */
  let received: readonly Traced[];
  let records: readonly SeenRecord[];

  beforeAll(async () => {
    collector = await startCollector();
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
    world = await openOwnWorld();
    topics = await readTopics(...catalogue.topics.map(({ name }) => name));
    deadLetters = await readTopics('order-orchestrator.dlq.v1');
    sale = await world.tills.sell({ buyer: registeredCompany });
    await world.tills.until(sale, 'completed');
    const { orders, invoices, erpInvoices, payments } = await world.outside.effectsOf(sale);
    received = [...orders, ...invoices.map(({ last }) => last), ...erpInvoices, ...payments] as readonly Traced[];
    records = await eventually('every record about it is read', () => {
      const own = topics.records.filter(({ key }) => key === sale.orderId);
      return own.some(({ headers }) => headers['ce_type'] === 'kervan.fulfilment.OrderCompleted') && own;
    });
  });

  afterAll(async () => {
    await Promise.all([topics?.stop(), deadLetters?.stop()]);
    await world?.close();
    collector?.close();
    vi.unstubAllEnvs();
  });

  describe('is one trace', () => {
    let tree: SpanTree;

    beforeAll(async () => {
      const inErp = received.length;
      tree = await treeOf(() => collector.spans, received[0]!.traceparent!, (spans) => {
        const told = spans.filter((span) => span.service === 'pos-ingest' && nameOf(span).includes('OrderCompleted'));
        return told.length > 0 && spans.filter(({ service }) => service === 'sandbox').length >= inErp;
      });
    });

    it('with one root, where the till came in, and no orphan', () => {
      expect(tree.orphans).toEqual([]);
      expect(tree.roots.map(({ span }) => inWords(span))).toEqual(['pos-ingest server POST /v1/sales']);
    });

    it('in which every request to the outside world goes back, hop by hop, to the till', () => {
      const hops = (name: string): string[] => {
        const way = waysIn(tree).map((spans) => spans.slice(0, spans.findIndex((span) => span.service === 'sandbox' && span.name === name) + 1));
        const found = way.find((spans) => spans.length > 0);
        return (found ?? []).filter(({ kind }) => kind !== 'internal').map(inWords);
      };
      const till = ['pos-ingest server POST /v1/sales', 'pos-ingest producer send sales.order.events.v1 OrderPlaced'];
      const order = [
        ...till,
        'order-orchestrator consumer process sales.order.events.v1 OrderPlaced',
        'order-orchestrator producer send erp.document.commands.v1 PostSalesOrder',
        'erp-writer consumer process erp.document.commands.v1 PostSalesOrder',
        'erp-writer client POST /v1/sales-orders',
      ];
      expect(hops('POST /erp/v1/sales-orders'), renderTree(tree)).toEqual([...order, 'sandbox server POST /erp/v1/sales-orders']);
      for (const name of ['POST /integrator/v1/invoices', 'POST /erp/v1/invoices', 'POST /erp/v1/payments']) {
        const way = hops(name);
        expect(way.slice(0, order.length), name).toEqual(order);
        expect(way.at(-1), name).toBe(`sandbox server ${name}`);
        expect(way.at(-2), name).toMatch(/ client /);
      }
    });

    it('that every record and every request to the outside world carries on', () => {
      const traceId = tree.roots[0]!.span.traceId;
      const traceparents = [...records.map(({ headers }) => headers['traceparent']), ...received.map(({ traceparent }) => traceparent)];
      expect(traceparents.map((traceparent) => traceparent?.split('-')[1])).toEqual(traceparents.map(() => traceId));
    });
  });

  it('carries the correlation id of the till in every record, row, request and log line', async () => {
    const { operator, logs } = world;
    const { items } = await operator.get<{ items: Traced[] }>('pos-ingest', `/admin/sales?orderNumber=${sale.orderNumber}`);
    const calls = [...(await operator.callsOf('erp-writer', sale.orderId)), ...(await operator.callsOf('einvoice-sender', sale.orderId))];
    const about = logs.all().filter(({ text }) => text.includes(sale.orderId) || text.includes(sale.orderNumber));
    const carriers = [items, received, calls, objectsIn<LogLine>(about)].flat().map(({ correlationId }) => correlationId);
    const ids = [...carriers, ...records.map(({ headers }) => headers['ce_correlationid'])];

    expect(items).toHaveLength(1);
    expect(calls.map(({ type }) => type).sort()).toEqual(
      ['ask-status', 'look-up-receiver', 'post-invoice', 'post-payment', 'post-sales-order', 'send-invoice'],
    );
    expect(new Set(ids)).toEqual(new Set([sale.correlationId]));
  });

  it('is a chain of causes: each message names the one that caused it, the first one the request', () => {
    const ids = new Set(records.map(({ headers }) => headers['ce_id']));
    const beginnings = records.filter(({ headers }) => !ids.has(headers['ce_causationid'] ?? ''));
    expect(beginnings.map(({ headers }) => headers['ce_type'])).toEqual(['kervan.sales.OrderPlaced']);
    expect(beginnings[0]!.headers['ce_causationid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(records.map(({ headers }) => headers['ce_causationid'] === headers['ce_id'])).not.toContain(true);
  });

  it('leaves no span of any trace without its parent', async () => {
    await eventually('all spans have arrived', () => orphansAmong(collector.spans).length === 0).catch(() => undefined);
    expect(orphansAmong(collector.spans)).toEqual([]);
  });

  describe('never tells who bought, nor a secret', () => {
    /** What the APIs have told about the marked person, each with where. */
    const told: { readonly where: string; readonly text: string }[] = [];
    let sold: TakenSale;

    const tell = async (where: string, answer: Promise<Answer>): Promise<Answer> => {
      const { status, text, headers } = await answer;
      told.push({ where, text: `${text} ${JSON.stringify([...headers])}` });
      return { ...(await answer), status };
    };
    const ask = (service: ServiceName, path: string): Promise<Answer> => tell(`${service} ${path}`, world.operator.ask(service, 'GET', path));

    it('in what the outside world holds the marked person stands', async () => {
      const { outside, tills } = world;
      const ring = tills.ring({ buyer: markedPerson });
      const match = { orderNumber: ring.orderNumber };
      await outside.suffer(
        { target: 'erp', operation: 'post-sales-order', kind: 'cut-after', times: 1, match },
        { target: 'integrator', operation: 'transmit', kind: 'error-before', status: 500, times: 1, match },
      );
      sold = await tills.send(ring);
      await tills.until(sold, 'completed');
      const { invoices, orders } = await outside.effectsOf(sold);
      const held = (await outside.xmlOf(invoices[0]!.last.number)) + JSON.stringify(orders);
      expect(markers.filter((marker) => !held.includes(marker))).toEqual([]);
    });

    it('in no answer to a bad request about the person', async () => {
      const { body, correlationId } = world.tills.ring({ buyer: markedPerson });
      const buyer = { ...markedPerson, email: 'kanarya.7q4x, no address', [markedPerson.familyName!]: markedPerson.taxId };
      const bodies: unknown[] = [
        { ...body, totals: { ...body.totals, gross: '1.00' } },
        { ...body, invoice: { requested: true, buyer } },
        { ...body, branch: markedPerson.name },
        { ...sold.body, soldAt: body.soldAt, invoice: { requested: true, buyer: { ...markedPerson, name: 'Kanarya7q4x' } } },
      ];
      const statuses: number[] = [];
      for (const [index, bad] of bodies.entries()) {
        const { status } = await tell(`bad request ${index}`, world.tills.post({ body: bad as SaleBody, correlationId }));
        statuses.push(status);
      }
      expect(statuses).toEqual([422, 422, 422, 409]);
    });

    it('in nothing that operators are shown of orders, calls and held messages that failed', async () => {
      const { tills, operator } = world;
      const unissued = await tills.sell({ buyer: { ...markedPerson, taxId: '97440734177' } });
      const refused = await tills.sell({ buyer: { ...markedPerson, firstName: `SCHEMATRON ${markedPerson.firstName}` } });
      expect((await tills.until(unissued, 'needs_attention')).lastError).toMatchObject({ step: 'issue-invoice' });
      expect((await tills.until(refused, 'needs_attention')).lastError).toMatchObject({ step: 'transmit' });
      const blocked = await tills.sell({ buyer: markedPerson, articles: [blockedArticle] });
      expect((await tills.until(blocked, 'needs_attention')).lastError).toMatchObject({ step: 'post-order' });
      for (const { orderId, orderNumber } of [sold, unissued, refused, blocked]) {
        await ask('order-orchestrator', `/admin/sagas/${orderId}`);
        await ask('pos-ingest', `/admin/sales?orderNumber=${orderNumber}`);
        for (const service of ['erp-writer', 'einvoice-sender'] as const) {
          for (const { id } of await operator.callsOf(service, orderId)) await ask(service, `/admin/calls/${id}`);
        }
      }
    });

    it('in nothing of a message that is held, whose personal fields are masked', async () => {
      const placed = topics.records.find(({ key, topic }) => key === sold.orderId && topic === 'sales.order.events.v1');
      const { key, headers, value, partition } = placed!;
      const again = { key: key ?? null, value, headers: { ...headers, ce_id: randomUUID() } };
      await writeRaw('sales.order.events.v1', partition, [{ ...again, value: value!.subarray(0, 60) }, again]);
      const held = await eventually('both are held', async () => {
        const items = await world.operator.held('order-orchestrator', `&key=${sold.orderId}`);
        return items.length === 2 && items;
      });
      const details = await Promise.all(held.map(({ id }) => ask('order-orchestrator', `/admin/held/${id}`)));
      const shown = details.map(({ json }) => json as { data: { order: { buyer: unknown } } | null }).find(({ data }) => data !== null);
      expect(shown?.data?.order.buyer).toMatchObject({ name: '***', taxId: '***', email: '***', address: { street: '***' } });
      await ask('order-orchestrator', '/admin/held');
      const bad = held.find(({ state }) => state === 'dead')!;
      await eventually('its copy is there', () => deadLetters.records.find(({ headers: of }) => of['kervan_offset'] === bad.offset));
      told.push({ where: 'headers of dead letters', text: JSON.stringify(deadLetters.records.map(({ headers: of }) => of)) });
      await world.operator.discard('order-orchestrator', bad.id);
      const left = () => world.operator.held('order-orchestrator', `&key=${sold.orderId}&state=waiting`);
      await eventually('what waited behind it is handled', async () => (await left()).length === 0);
    });

    it('in no header, log line, span or metric, up to the end of every process', async () => {
      const documented = metricsInDocs(readFileSync(join(checkout, 'docs/metrics.md'), 'utf8'));
      for (const service of services.filter((name) => name !== 'sandbox')) {
        const served = metricsServed((await ask(service, '/metrics')).text);
        expect(served, `metrics of ${service}`).toContain('process_memory_usage');
        expect(served.filter((name) => !documented.includes(name)), `metrics of ${service} that docs/metrics.md does not tell of`).toEqual([]);
      }
      told.push({ where: 'headers of records', text: JSON.stringify(topics.records.map(({ headers }) => headers)) });
      await world.close();
      for (const { file, text } of world.logs.all()) told.push({ where: file, text });
      for (const span of collector.spans) told.push({ where: `spans of ${span.service}`, text: JSON.stringify(span) });

      const forbidden = [...markers, ...secretsIn(world.installation)];
      expect(told.some(({ text }) => text.includes(sold.orderId)), 'what is told is searched').toBe(true);
      const leaks = told.filter(({ text }) => forbidden.some((value) => text.includes(value)));
      expect(leaks.map(({ where, text }) => `${where}: ${text.slice(0, 400)}`)).toEqual([]);
      expect(new Set(told.map(({ where }) => where)).size).toBeGreaterThan(20);
      expect(errorsIn(world.logs)).toEqual([]);
    });
  });
});
