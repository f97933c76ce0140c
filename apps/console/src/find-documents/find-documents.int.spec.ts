import { Channel } from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import { messagesOf, type Papers } from '../fixtures/order-messages.js';
import { received } from '../fixtures/received.js';
import { happeningOf } from '../follow-orders/happening-of-message.js';
import type { DocumentsPage, SearchResult } from '../views.js';

const papersOf = (orderNumber: string, sequence: number): Papers => ({
  orderId: newId(),
  orderNumber,
  invoiceNumber: `KRV2026${String(sequence).padStart(9, '0')}`,
  erpNumber: `SO-${sequence}`,
});

describe('orders are found', () => {
  const orders = ['moda-1001', 'moda-1002', 'moda-10', 'İST-7', '012-3-147-5012'].map(papersOf);
  let stage: ConsoleStage;

  beforeAll(async () => {
    stage = await consoleStage();
    for (const [index, own] of orders.entries()) {
      const m = messagesOf(own);
      const at = (second: number): string => new Date(Date.UTC(2026, 1, 20 + (index % 2), 7, index, second)).toISOString();
      const shopOrder = { type: 'shop_order', value: `#${1_000 + index}-W`, issuedOn: null };
      const facts = {
        channel: index === 4 ? Channel.till : Channel.web_shop,
        businessDate: at(0).slice(0, 10),
        references: [shopOrder],
      };
      const carried = { correlationId: `req-${index}` };
      await stage.seed([
        happeningOf(received(m.placed(facts), { at: at(0), ...carried })),
        happeningOf(received(m.orderPosted(), { at: at(1), ...carried })),
        happeningOf(received(m.invoiceNumbered(), { at: at(2), ...carried })),
        ...(index % 2 === 0
          ? [happeningOf(received(m.needsAttention('transmit', '1150', 'x', at(40 - index)), { at: at(3), ...carried }))]
          : []),
      ]);
    }
  });
  afterAll(() => stage.close());

  const search = async (q: string): Promise<SearchResult> =>
    (await stage.ask<SearchResult>(`/v1/search?q=${encodeURIComponent(q)}`)).body;
  const found = async (q: string): Promise<(readonly [string | null, boolean, string])[]> =>
    (await search(q)).hits.map(({ document, exact, kind }) => [document.orderNumber, exact, kind] as const);

  it.each([
    ['an order number', 'moda-1001', 'moda-1001', 'order_number'],
    ['a receipt number', ' 012-3-147-5012 ', '012-3-147-5012', 'order_number'],
    ['an invoice number, in small letters and groups', 'krv2026 000 000 001', 'moda-1002', 'invoice_number'],
    ['an ERP number', 'so-2', 'moda-10', 'erp_number'],
    ['a correlation id', 'REQ-4', '012-3-147-5012', 'correlation_id'],
    ['the number in the shop', '#1001-w', 'moda-1002', 'shop_order'],
    ['a number with the i of Turkish', 'ist-7', 'İST-7', 'order_number'],
    ['the same from a Turkish keyboard', 'ıst-7', 'İST-7', 'order_number'],
  ])('by %s', async (_what, q, orderNumber, kind) => {
    expect((await found(q))[0]).toEqual([orderNumber, true, kind]);
  });

  it('by their id', async () => {
    const [order] = orders;
    expect(await found(order?.orderId ?? '')).toEqual([['moda-1001', true, 'order_id']]);
  });

  it('by the beginning of a number: the whole number first, each order once', async () => {
    expect(await found('moda-10')).toEqual([
      ['moda-10', true, 'order_number'],
      ['moda-1002', false, 'order_number'],
      ['moda-1001', false, 'order_number'],
    ]);
    expect((await found('KRV2026')).length).toBe(orders.length);
  });

  it('not at all by a number that nobody has, nor by what has a meaning elsewhere', async () => {
    for (const q of ['moda-9', '%', '_oda', `'; DROP TABLE document; --`]) {
      expect(await search(q), q).toEqual({ hits: [], more: false });
    }
  });

  it.each(['', '   ', 'x'.repeat(201)])('and a search for %j is refused', async (q) => {
    const { status } = await stage.ask(`/v1/search?q=${encodeURIComponent(q)}`);
    expect(status).toBe(422);
  });

  it('more than are shown are told', async () => {
    const happenings = Array.from({ length: 60 }, (_, index) =>
      happeningOf(received(messagesOf(papersOf(`many-${index}`, 500 + index)).placed(), { at: new Date().toISOString() })),
    );
    await stage.seed(happenings);
    const { hits, more } = await search('many-');
    expect([hits.length, more]).toEqual([50, true]);
  });

  it('in lists: the latest first, of a channel, a state and a day, page by page', async () => {
    const page = async (query: string): Promise<DocumentsPage> =>
      (await stage.ask<DocumentsPage>(`/v1/documents?${query}`)).body;
    const numbers = ({ items }: DocumentsPage) => items.map(({ orderNumber }) => orderNumber);
    const waiting = 'state=needs_attention&limit=2';
    const first = await page(waiting);
    const second = await page(`${waiting}&after=${first.next}`);
    expect([numbers(first), numbers(second), second.next]).toEqual([
      ['012-3-147-5012', 'moda-10'],
      ['moda-1001'],
      undefined,
    ]);
    expect(numbers(await page('channel=till'))).toEqual(['012-3-147-5012']);
    expect(numbers(await page('day=2026-02-21'))).toEqual(['İST-7', 'moda-1002']);
  });

  it('in lists: tests or real business alone, as it is counted', async () => {
    const own = papersOf('a-test', 900);
    const placed = messagesOf(own).placed({ mode: 'test', businessDate: '2026-02-22' });
    await stage.seed([happeningOf(received(placed, { at: new Date().toISOString() }))]);
    const numbers = async (query: string) =>
      (await stage.ask<DocumentsPage>(`/v1/documents?day=2026-02-22${query}`)).body.items.map(({ orderNumber }) => orderNumber);
    expect(await numbers('')).toEqual(['a-test']);
    expect(await numbers('&mode=live')).toEqual([]);
    expect(await numbers('&mode=test&state=on_its_way')).toEqual(['a-test']);
  });

  it('in the list of those that wait: the one that has waited longest first, page by page', async () => {
    const first = await stage.ask<DocumentsPage>('/v1/attention?limit=2');
    const second = await stage.ask<DocumentsPage>(`/v1/attention?limit=2&after=${first.body.next}`);
    const numbers = [...first.body.items, ...second.body.items].map(({ orderNumber }) => orderNumber);
    expect(numbers).toEqual(['moda-1001', 'moda-10', '012-3-147-5012']);
    expect(second.body.next).toBeUndefined();
    expect(first.body.items[0]?.attention).toMatchObject({ step: 'transmit', code: '1150' });
  });

  it.each([
    ['documents?state=lost', 'state', 'invalid-parameter', /^Expected one of on_its_way, /],
    ['documents?mode=live%27--', 'mode', 'invalid-parameter', /^Expected one of live, test\.$/],
    ['documents?limit=0', 'limit', 'invalid-parameter', /^Expected at least 1\.$/],
    ['documents?after=x', 'after', 'invalid-parameter', /^Expected `next` of a page of this list\.$/],
    ['attention?after=W10', 'after', 'invalid-parameter', /^Expected `next` of a page of this list\.$/],
    ['documents?x=1', 'x', 'unknown-parameter', /^$/],
    ['search', 'q', 'missing-parameter', /^Expected a number or the beginning of one/],
    ['search?q=%20', 'q', 'invalid-parameter', /^Expected a number or the beginning of one/],
  ])('and %s is refused in plain words', async (path, parameter, code, detail) => {
    const { status, body } = await stage.ask<{ errors: { detail?: string }[] }>(`/v1/${path}`);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ parameter, code }]);
    expect(body.errors[0]?.detail ?? '').toMatch(detail);
  });

  it.each(['search?q=moda', 'documents', 'attention', 'counts', 'held', 'quarantine', 'undecided'])(
    'by nobody without the operator key, and kept by no cache: /v1/%s',
    async (path) => {
      expect((await stage.ask(`/v1/${path}`, 'another-key-than-the-operators')).status).toBe(401);
      expect((await stage.ask(`/v1/${path}`)).headers.get('cache-control')).toBe('no-store');
    },
  );

  it('and an order that nobody has told of is not there', async () => {
    expect((await stage.ask(`/v1/documents/${newId()}`)).status).toBe(404);
    expect((await stage.ask('/v1/documents/nothing')).status).toBe(404);
  });
});
