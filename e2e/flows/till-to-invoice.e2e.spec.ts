import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@kervan/testing';
import { acceptedOf, standingOrders } from '@kervan/tools/judge/effects';
import { orderFacts } from '@kervan/tools/inspect/order-facts';
import { readTraces } from '@kervan/tools/inspect/read-spans';
import type { Span } from '@kervan/tools/inspect/span';
import {
  closedCompany, finalConsumer, formRefusedCompany, mistypedCompany, otherCompany, registeredCompany,
} from '../support/buyers.js';
import { objectsIn } from '../support/lines.js';
import { blockedArticle } from '../support/sale.js';
import { inWords, orphansAmong } from '../support/spans.js';
import type { TakenSale } from '../support/tills.js';
import { errorsIn, openWorld, type World } from '../support/world.js';

describe('from the till to the invoice', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });

  afterAll(() => world?.close());

  /** The order is in the ERP and paid; where an invoice is due, the authority has accepted one. Nothing else is there. */
  async function expectWhole(sale: TakenSale): Promise<void> {
    expect(await world.outside.findingsAbout(sale)).toEqual([]);
    const { state, documents, lastError } = await world.tills.look(sale);
    const types = ['erp_sales_order', ...(sale.body.invoice ? ['invoice', 'erp_invoice'] : []), 'erp_payment'];
    expect({ state, types: documents.map(({ type }) => type), lastError }).toEqual({ state: 'completed', types, lastError: null });
  }

  async function expectNoGap(invoiceNumber: string): Promise<void> {
    expect((await world.operator.gaps(invoiceNumber)).missing).toEqual([]);
  }

  it.concurrent('a sale with a fiscal receipt becomes one paid order in the ERP, and no invoice', async () => {
    const sale = await world.tills.sell();
    await world.tills.until(sale, 'completed');
    await expectWhole(sale);
    expect(await world.operator.invoicesOf(sale)).toEqual([]);
  });

  it.concurrent.each([
    ['a registered company', registeredCompany, 'TEMELFATURA'],
    ['a company that is not registered', otherCompany, 'EARSIVFATURA'],
    ['a final consumer', finalConsumer, 'EARSIVFATURA'],
  ])('a sale to %s is invoiced, accepted, booked and paid, to the kuruş', async (_who, buyer, profile) => {
    const sale = await world.tills.sell({ buyer });
    await world.tills.until(sale, 'completed');
    await expectWhole(sale);

    const [invoice, ...more] = await world.operator.invoicesOf(sale);
    const { net, tax, gross } = sale.body.totals;
    expect(more).toEqual([]);
    expect(invoice).toMatchObject({ profile, state: 'accepted', net, tax, total: gross });
    expect(await world.outside.xmlOf(invoice!.number)).toBe(await world.operator.xmlOf(invoice!.number));
    await expectNoGap(invoice!.number);
  });

  it.concurrent('the timeline and the one trace of a sale are found by its number, whoever asks about it', async () => {
    const sale = await world.tills.sell({ buyer: registeredCompany });
    await world.tills.until(sale, 'completed');
    const { installation } = world;
    const facts = await orderFacts(installation, sale.orderNumber);
    expect(facts).toMatchObject({ orderId: sale.orderId, state: 'completed' });
    expect(new Set(facts!.happenings.map(({ service }) => service))).toEqual(
      new Set(['pos-ingest', 'order-orchestrator', 'erp-writer', 'einvoice-sender']),
    );

    const words = await eventually('its spans are written down', async () => {
      const traces = await readTraces(join(installation.folder, 'spans'), facts!);
      const [only = [], ...others] = traces.map((spans) => spans.map(inWords));
      return others.length === 0 && only.includes('erp-writer client POST /v1/payments') && only;
    });
    expect(words).toContain('pos-ingest server POST /v1/sales');
    expect(words).toContain('order-orchestrator consumer process sales.order.events.v1 OrderPlaced');
  });

  it.concurrent('the same sale sent five times at once is answered five times alike, and there is one of everything', async () => {
    const sale = world.tills.ring({ buyer: registeredCompany });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => world.tills.post(sale)));
    const [id] = answers.map(({ json }) => (json as { id: string }).id);

    expect(answers.map(({ status, json }) => [status, json])).toEqual(answers.map(() => [202, answers[0]!.json]));
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(4);
    await world.tills.until({ ...sale, orderId: id! }, 'completed');
    await expectWhole({ ...sale, orderId: id! });
  });

  it.concurrent('the same receipt number with another content is a conflict, and changes nothing', async () => {
    const sale = world.tills.ring();
    const other = world.tills.ring({ articles: [{ articleId: 'A-1', price: 100n, quantity: 1n, taxRate: 20n }] });
    const taken = await world.tills.send(sale);
    const { receiptNumber } = sale.body;
    const answer = await world.tills.post({ ...other, body: { ...other.body, receiptNumber } });

    expect([answer.status, (answer.json as { code: string }).code]).toEqual([409, 'receipt-conflict']);
    await world.tills.until(taken, 'completed');
    await expectWhole(taken);
  });

  it.concurrent('an order that the ERP refuses waits for a person, and is completed once the person tries again', async () => {
    const sale = world.tills.ring();
    const match = { orderNumber: sale.orderNumber };
    await world.outside.suffer({
      target: 'erp', operation: 'post-sales-order', kind: 'refuse', code: 'branch-closed', times: 1, match,
    });
    const taken = await world.tills.send(sale);
    const { lastError } = await world.tills.until(taken, 'needs_attention');
    expect(lastError).toMatchObject({ step: 'post-order', code: 'branch-closed' });
    expect(await world.operator.waiting()).toContain(sale.orderNumber);

    await world.operator.retry(taken.orderId);
    await world.tills.until(taken, 'completed');
    await expectWhole(taken);
    expect(await world.operator.waiting()).not.toContain(sale.orderNumber);
  });

  it.concurrent('an order with a blocked article is completed once the person has put the right article in', async () => {
    const sale = await world.tills.sell({ articles: [blockedArticle] });
    const { lastError } = await world.tills.until(sale, 'needs_attention');
    expect(lastError).toMatchObject({ step: 'post-order', code: 'article-blocked' });
    expect((await world.outside.effectsOf(sale)).orders).toEqual([]);

    const [line] = sale.body.lines;
    const right = {
      lineNumber: 1, articleId: 'A-9001', gtin: null, name: line!.name, quantity: '1', unitCode: 'C62', unitPrice: '77.77',
      discounts: [], charges: [], amountMinor: 7_777,
      tax: { scheme: 'VAT', category: 'S', ratePercent: '20', exemptionReason: null, exemptionCode: null },
    };
    await world.operator.amend(sale.orderId, { lines: [right] });
    await world.tills.until(sale, 'completed');
    const amended = { ...sale, body: { ...sale.body, lines: [{ ...line!, articleId: 'A-9001' }] } };
    await expectWhole(amended);
  });

  it.concurrent('an invoice that preflight refuses uses no number, and is issued once the buyer is corrected', async () => {
    const sale = await world.tills.sell({ buyer: mistypedCompany });
    const { lastError } = await world.tills.until(sale, 'needs_attention');
    expect(lastError).toMatchObject({ step: 'issue-invoice', code: 'preflight-failed' });
    expect(lastError!.detail).toContain('buyer-vkn-invalid');
    expect(await world.operator.invoicesOf(sale)).toEqual([]);

    await world.operator.amend(sale.orderId, { buyer: { taxId: otherCompany.taxId } });
    await world.tills.until(sale, 'completed');
    await expectWhole(sale);
    const [invoice] = await world.operator.invoicesOf(sale);
    await expectNoGap(invoice!.number);
  });

  it.concurrent('an invoice refused for its form goes out again, corrected, under the same number', async () => {
    const sale = await world.tills.sell({ buyer: formRefusedCompany });
    const { lastError } = await world.tills.until(sale, 'needs_attention');
    expect(lastError).toMatchObject({ step: 'transmit', code: '1150' });
    const [refused] = await world.operator.invoicesOf(sale);
    expect(refused).toMatchObject({ state: 'correctable' });

    await world.operator.amend(sale.orderId, { buyer: { name: otherCompany.name } });
    await world.tills.until(sale, 'completed');
    await expectWhole(sale);
    const [accepted, ...more] = await world.operator.invoicesOf(sale);
    expect(more).toEqual([]);
    expect(accepted).toMatchObject({ number: refused!.number, state: 'accepted' });
    expect(await world.outside.xmlOf(refused!.number)).toContain(otherCompany.name);
  });

  it.concurrent('an invoice refused for good waits for a person, and nothing is booked or undone', async () => {
    const sale = await world.tills.sell({ buyer: closedCompany });
    const { lastError } = await world.tills.until(sale, 'needs_attention');
    expect(lastError).toMatchObject({ step: 'transmit', code: '1181' });

    const effects = await world.outside.effectsOf(sale);
    expect(standingOrders(effects)).toHaveLength(1);
    expect([acceptedOf(effects), effects.erpInvoices, effects.payments]).toEqual([[], [], []]);
    const { status, remaining } = await world.operator.saga(sale.orderId);
    expect({ status, remaining }).toEqual({ status: 'needs_attention', remaining: ['transmit', 'book-invoice', 'post-payment'] });
  });

  it.concurrent('a sale cancelled while the ERP is at it is taken back, once the ERP has answered', async () => {
    const sale = world.tills.ring();
    const match = { orderNumber: sale.orderNumber };
    await world.outside.suffer({ target: 'erp', operation: 'post-sales-order', kind: 'delay', ms: 3_000, times: 1, match });
    const taken = await world.tills.send(sale);
    await world.tills.until(taken, 'taken');
    await world.tills.cancel(taken);
    await world.tills.until(taken, 'reversed');

    const effects = await world.outside.effectsOf(taken);
    expect([effects.orders.length, effects.cancellations.length, effects.payments.length]).toEqual([1, 1, 0]);
    expect(standingOrders(effects)).toEqual([]);
  });

  it.concurrent('a sale cancelled before the authority has accepted its invoice is reversed to nothing, its number void', async () => {
    const sale = await world.tills.sell({ buyer: formRefusedCompany });
    await world.tills.until(sale, 'needs_attention');
    await world.tills.cancel(sale);
    await world.tills.until(sale, 'reversed');

    const effects = await world.outside.effectsOf(sale);
    expect([standingOrders(effects), acceptedOf(effects), effects.erpInvoices, effects.payments]).toEqual([[], [], [], []]);
    const [invoice] = await world.operator.invoicesOf(sale);
    expect(invoice).toMatchObject({ state: 'void', voided: { reason: expect.any(String) } });
    const { voids, missing } = await world.operator.gaps(invoice!.number);
    expect(voids.map(({ number }) => number)).toContain(invoice!.number);
    expect(missing).toEqual([]);
  });

  it.concurrent('a sale cancelled after the authority has accepted its invoice stays whole, and waits for a person', async () => {
    const sale = await world.tills.sell({ buyer: registeredCompany });
    await world.tills.until(sale, 'completed');
    await world.tills.cancel(sale);
    await world.tills.until(sale, 'needs_attention');

    expect(await world.outside.findingsAbout(sale)).toEqual([]);
    expect(await world.operator.waiting()).toContain(sale.orderNumber);
    const { status } = await world.operator.saga(sale.orderId);
    expect(status).toBe('needs_attention');
  });

  it('and none of that is an error of any service, nor a span without its parent', async () => {
    expect(errorsIn(world.logs)).toEqual([]);
    await world.close();
    const spans = objectsIn<Span>(world.spans.all());
    expect(spans.map(inWords)).toContain('pos-ingest server POST /v1/sales');
    expect(orphansAmong(spans, world.openedAt)).toEqual([]);
  });
});
