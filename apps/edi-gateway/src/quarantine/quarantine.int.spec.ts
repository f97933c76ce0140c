import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LINES, ordersFile, type OrdersText } from '../fixtures/interchange.js';
import { market } from '../fixtures/partner.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

const UNKNOWN = ['LIN+1++8690000100033:EN', ...LINES.slice(3, 5)];
const KNOWN = {
  ...market,
  articles: [...market.articles, { gtin: '8690000100033', articleId: 'UN-5KG', name: 'Un 5 kg', taxRate: '1' }],
};
const act = { by: 'ayse', reason: 'the article is listed now' };

interface Quarantined {
  readonly id: string;
  readonly interchangeId: string;
  readonly findings: readonly Readonly<Record<string, unknown>>[];
}

describe('a message whose content cannot be used', () => {
  let edi: RunningEdiGateway;
  let last = 0;

  beforeAll(async () => {
    edi = await runningEdiGateway();
  });
  afterAll(() => edi.stop());

  const quarantined = async (): Promise<Quarantined[]> =>
    (await edi.request('GET', '/v1/quarantine?partner=market')).body.items as Quarantined[];

  /** Sends an order that is quarantined, and gives back its message and its number. */
  async function unusable(text: OrdersText): Promise<Quarantined & { order: string }> {
    const [order, reference] = [`PO-${(last += 1)}`, `Q${last}`];
    const before = new Set((await quarantined()).map(({ id }) => id));
    expect(await edi.deliver(`${reference}.edi`, ordersFile({ order, reference, ...text }))).toEqual({
      end: 'accepted',
    });
    const [message, ...more] = (await quarantined()).filter(({ id }) => !before.has(id));
    expect(more).toEqual([]);
    return { ...message!, order };
  }

  const publishedOf = (order: string) => edi.placed().filter((one) => one.order.orderNumber === `market-${order}`);
  const post = (id: string, what: 'release' | 'discard', body: unknown = act) =>
    edi.request('POST', `/v1/quarantine/${id}/${what}`, body);
  const audited = async (id: string): Promise<unknown> =>
    (await edi.request('GET', `/admin/audit?subjectId=${id}`)).body.items;

  it.each<[string, OrdersText, Readonly<Record<string, unknown>>]>([
    ['of an unknown article', { lines: UNKNOWN }, { field: 'lines/0/articleId', code: 'unknown-article', tag: 'LIN' }],
    [
      'in another currency',
      { header: ['NAD+BY+8690000000012::9', 'CUX+2:EUR:9'] },
      { field: 'currency', code: 'currency-not-agreed', expected: 'TRY', actual: 'EUR' },
    ],
    [
      'with a wrong count',
      { summary: ['CNT+2:3'] },
      { field: 'lines', code: 'count-conflict', expected: '2', actual: '3' },
    ],
    [
      'of 30 February',
      { header: ['NAD+BY+8690000000012::9', 'DTM+64:20260230:102'] },
      { field: 'references', code: 'invalid-date', actual: '20260230' },
    ],
    [
      'of a date in a form by a name of every object',
      { header: ['NAD+BY+8690000000012::9', 'DTM+64:20261125:constructor'] },
      { field: 'references', code: 'unsupported-date', actual: 'constructor' },
    ],
    [
      'with a total by a name of every object',
      { summary: ['MOA+toString:100', 'CNT+2:2'] },
      { field: 'totals', code: 'unsupported-amount', actual: 'toString' },
    ],
    ['without a price', { lines: LINES.slice(0, 4) }, { field: 'lines/0/unitPrice', code: 'missing-price' }],
    [
      'with an unknown allowance',
      { summary: ['ALC+A++++XX', 'MOA+204:1', 'CNT+2:2'] },
      { field: 'discounts', code: 'allowance-not-agreed', actual: 'XX' },
    ],
  ])('%s is acknowledged, kept and listed with the reason', async (_what, text, finding) => {
    const { findings, order } = await unusable(text);
    expect(findings).toContainEqual(expect.objectContaining(finding));
    expect(publishedOf(order)).toEqual([]);
  });

  it('is released once the profile is mended, kept and audited with who and why', async () => {
    const { id, order, interchangeId } = await unusable({ lines: UNKNOWN });
    const refused = await post(id, 'release');
    expect([refused.status, refused.body.code]).toEqual([422, 'message-still-unusable']);
    expect(refused.body.errors).toMatchObject([{ pointer: '#/lines/0/articleId', code: 'unknown-article' }]);
    expect(await audited(id)).toEqual([]);
    await edi.agree(KNOWN);
    const { status, body } = await post(id, 'release');
    expect([status, body]).toEqual([200, { id, state: 'ordered', orderId: expect.any(String) }]);
    const [placed] = await eventually('published', () => publishedOf(order).length > 0 && publishedOf(order));
    expect([placed?.orderId, placed?.order.lines[0]?.articleId]).toEqual([body.orderId, 'UN-5KG']);
    const told = await edi.request('GET', `/v1/quarantine/${id}`);
    expect(told.body).toMatchObject({ state: 'ordered', orderId: body.orderId, act: { act: 'release', ...act } });
    const again = await post(id, 'release');
    expect([again.status, again.body.code]).toEqual([409, 'message-not-quarantined']);
    const subject = { kind: 'edi-message', id };
    const detail = { partner: 'market', interchangeId, state: 'ordered', orderId: body.orderId };
    expect(await audited(id)).toEqual([expect.objectContaining({ act: 'release', subject, ...act, detail })]);
    await edi.agree(market);
  });

  it('is one order when it is released twice at once', async () => {
    const { id, order } = await unusable({ lines: UNKNOWN });
    await edi.agree(KNOWN);
    const replies = await Promise.all([post(id, 'release'), post(id, 'release'), post(id, 'discard')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await audited(id)).toHaveLength(1);
    await edi.agree(market);
    const { rowCount } = await edi.database.query('SELECT FROM edi_order WHERE buyer_order = $1', [order]);
    expect(rowCount).toBeLessThanOrEqual(1);
  });

  it('is told as repeated when its order has come by another interchange meanwhile, whatever the profile says', async () => {
    const { id, order } = await unusable({ lines: UNKNOWN });
    await edi.agree(KNOWN);
    await edi.deliver('meanwhile.edi', ordersFile({ order, reference: 'MEANWHILE', lines: UNKNOWN }));
    await edi.agree(market);
    expect((await post(id, 'release')).body.state).toBe('repeated');
    await eventually('published', () => publishedOf(order).length === 1);
  });

  it('is not released over an order of the same number', async () => {
    const { id, order } = await unusable({ lines: UNKNOWN });
    await edi.deliver('corrected.edi', ordersFile({ order, reference: 'CORRECTED' }));
    await edi.agree(KNOWN);
    const { status, body } = await post(id, 'release');
    expect([status, body.errors]).toMatchObject([422, [{ pointer: '#/orderNumber', code: 'order-conflict' }]]);
    await edi.agree(market);
  });

  it('is discarded with a reason, and its content with it', async () => {
    const { id, interchangeId } = await unusable({ lines: UNKNOWN });
    for (const body of [{}, { by: 'ayse' }, { by: 'ayse', reason: ' ' }, { ...act, more: 1 }]) {
      expect((await post(id, 'discard', body)).status).toBe(422);
    }
    expect(await audited(id)).toEqual([]);
    expect((await post(id, 'discard')).body).toEqual({ id, state: 'discarded', orderId: null });
    expect((await quarantined()).some((one) => one.id === id)).toBe(false);
    const { rows } = await edi.database.query('SELECT content, state FROM edi_message WHERE id = $1', [id]);
    expect(rows).toEqual([{ content: null, state: 'discarded' }]);
    expect((await post(id, 'release')).status).toBe(409);
    const detail = { partner: 'market', interchangeId, state: 'discarded' };
    expect(await audited(id)).toEqual([expect.objectContaining({ act: 'discard', ...act, detail })]);
  });

  it('stays as it is where the audit log cannot tell of the act', async () => {
    const { id, order } = await unusable({ lines: UNKNOWN });
    await edi.agree(KNOWN);
    await edi.database.query('ALTER TABLE audit_entry ADD CONSTRAINT ck_none CHECK (false) NOT VALID');
    const { status } = await post(id, 'release');
    await edi.database.query('ALTER TABLE audit_entry DROP CONSTRAINT ck_none');
    await edi.agree(market);
    expect(status).toBe(500);
    expect((await edi.request('GET', `/v1/quarantine/${id}`)).body).toMatchObject({ state: 'quarantined', act: null });
    expect(publishedOf(order)).toEqual([]);
  });

  it('is listed page by page, the longest first', async () => {
    const all = await quarantined();
    const seen: string[] = [];
    let after = '';
    do {
      const { body } = await edi.request('GET', `/v1/quarantine?limit=2${after && `&after=${after}`}`);
      seen.push(...(body.items as Quarantined[]).map(({ id }) => id));
      after = (body.next as string | undefined) ?? '';
    } while (after !== '');
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it.each(['019aa5c1-7e2b-8c3d-9a4e-5f6071829304', 'x'])('is 404 for the id %s', async (id) => {
    expect((await edi.request('GET', `/v1/quarantine/${id}`)).status).toBe(404);
    expect((await post(id, 'release')).status).toBe(404);
    expect((await post(id, 'discard')).status).toBe(404);
  });
});
