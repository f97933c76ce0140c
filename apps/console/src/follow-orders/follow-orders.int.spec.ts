import { OrderCancelled, RetryStep } from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage, OPERATOR_KEY } from '../fixtures/console-stage.js';
import { messagesOf, type Papers, PERSONAL } from '../fixtures/order-messages.js';
import { received } from '../fixtures/received.js';
import type { Counts, DocumentDetails } from '../views.js';
import type { Happening } from './happening.js';
import { happeningOf } from './happening-of-message.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

let sequence = 1_000;

/** Names of the papers of an order that no other test has. */
function papers(): Papers {
  sequence += 1;
  return {
    orderId: newId(),
    orderNumber: `moda-${sequence}`,
    invoiceNumber: `KRV2026${String(sequence).padStart(9, '0')}`,
    erpNumber: `SO-${sequence}`,
  };
}

describe('the read model', () => {
  let stage: ConsoleStage;

  beforeAll(async () => {
    stage = await consoleStage({ traceUrlTemplate: 'http://traces.example/trace/{traceId}' });
  });
  afterAll(() => stage.close());

  const documentOf = async (orderId: string): Promise<DocumentDetails> =>
    (await stage.ask<DocumentDetails>(`/v1/documents/${orderId}`)).body;
  const becomes = (orderId: string, state: string): Promise<DocumentDetails> =>
    eventually(`the order is ${state}`, async () => {
      const document = await documentOf(orderId);
      return document.state === state && document;
    });

  it('follows one order’s whole way over the topics of its services', async () => {
    const own = papers();
    const m = messagesOf(own);
    const carried = { correlationId: 'web-1001', traceparent };
    const way = [
      m.placed(),
      m.taken(),
      m.orderPosted(),
      m.invoiceNumbered(),
      m.invoiceCleared(),
      m.invoicePosted(),
      m.paymentPosted(),
      m.completed(),
    ];
    for (const message of way) await stage.say(message, carried);
    const document = await becomes(own.orderId, 'completed');
    expect(document).toMatchObject({
      orderNumber: own.orderNumber,
      company: 'AM01',
      mode: 'live',
      channel: 'web_shop',
      source: 'moda',
      amount: '1249.90',
      currency: 'TRY',
      erpNumber: own.erpNumber,
      invoiceNumber: own.invoiceNumber,
      correlationId: 'web-1001',
      trace: { traceId, url: `http://traces.example/trace/${traceId}` },
    });
    expect(document.timeline.map(({ kind }) => kind)).toEqual(
      way.map(({ type }) => type.fullName.split('.').at(-1)),
    );
    expect(document.timeline.every(({ service }) => service?.startsWith('world-'))).toBe(true);
  });

  it('tells what an order waits for until it no longer does', async () => {
    const own = papers();
    const m = messagesOf(own);
    await stage.say(m.placed());
    await stage.say(m.needsAttention('post-order', 'article-blocked', 'Article A-1 is blocked.'));
    const { attention } = await becomes(own.orderId, 'needs_attention');
    expect(attention).toMatchObject({ step: 'post-order', code: 'article-blocked', detail: 'Article A-1 is blocked.' });
    const retry = { orderId: own.orderId, actId: newId(), by: PERSONAL, reason: PERSONAL, seenRevision: null, seenCode: null };
    await stage.say(RetryStep.of(retry));
    await stage.say(m.attentionResolved('post-order', 'article-blocked'));
    expect((await becomes(own.orderId, 'on_its_way')).attention).toBeNull();
  });

  it('is the same for every order of arrival, in chunks of any size, with repetitions', async () => {
    const orders = Array.from({ length: 24 }, () => papers());
    const before = await countOf('web_shop', 'completed');
    const wholeWays = orders.map((own) => {
      const m = messagesOf(own);
      const way = [m.placed(), m.taken(), m.orderPosted(), m.invoiceNumbered(), m.paymentPosted(), m.completed()];
      return way.map((message, index) =>
        happeningOf(received(message, { at: new Date(Date.UTC(2026, 10, 21, 7, 0, index)).toISOString() })),
      );
    });
    for (const [index, way] of wholeWays.entries()) {
      for (const chunk of chunked(permuted(way, index), 1 + (index % 4))) await stage.seed(chunk);
      await stage.seed(way.slice(index % 3));
    }
    const documents = await Promise.all(orders.map(({ orderId }) => documentOf(orderId)));
    const [first] = documents;
    for (const [index, document] of documents.entries()) {
      expect(document).toMatchObject({ state: 'completed', orderNumber: orders[index]?.orderNumber });
      expect(document.timeline.map(({ kind, at, tookMs }) => [kind, at, tookMs])).toEqual(
        first?.timeline.map(({ kind, at, tookMs }) => [kind, at, tookMs]),
      );
    }
    expect(await countOf('web_shop', 'completed')).toBe(before + orders.length);
  });

  it('counts what the documents are, whatever came in between', async () => {
    const { rows: kept } = await stage.database.query(
      `SELECT business_date, mode, channel, state, documents FROM document_count WHERE documents <> 0
       ORDER BY 1, 2, 3, 4`,
    );
    const { rows: counted } = await stage.database.query(
      `SELECT business_date, mode, channel, state, count(*)::integer AS documents FROM document
       WHERE channel IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
    );
    expect(kept).toEqual(counted);
    expect(counted.length).toBeGreaterThan(0);
  });

  it('takes two chunks with the same order at once, and loses nothing of either', async () => {
    const own = papers();
    const m = messagesOf(own);
    const told = (message: Parameters<typeof received>[0], second: number): Happening =>
      happeningOf(received(message, { at: new Date(Date.UTC(2026, 10, 21, 8, 0, second)).toISOString() }));
    await Promise.all([stage.seed([told(m.placed(), 0), told(m.completed(), 3)]), stage.seed([told(m.taken(), 1)])]);
    expect(await documentOf(own.orderId)).toMatchObject({ state: 'completed', timeline: { length: 3 } });
  });

  it('does not count tests among real business', async () => {
    const own = papers();
    const before = await countOf('web_shop', 'on_its_way');
    await stage.seed([happeningOf(received(messagesOf(own).placed({ mode: 'test' }), { at: new Date().toISOString() }))]);
    expect(await countOf('web_shop', 'on_its_way')).toBe(before);
    expect((await documentOf(own.orderId)).mode).toBe('test');
  });

  it('keeps no personal data: not in a table, not in a log line', async () => {
    const own = papers();
    const m = messagesOf(own);
    const { orderId, orderNumber } = own;
    const cancelledAt = new Date().toISOString();
    await stage.say(m.placed());
    await stage.say(
      OrderCancelled.of({ orderId, orderNumber, reason: PERSONAL, requestedBy: PERSONAL, cancelledAt }),
    );
    await stage.say(m.reversed());
    await becomes(orderId, 'reversed');
    for (const table of ['document', 'timeline_entry', 'search_term', 'outbox_message', 'held_message']) {
      const { rows } = await stage.database.query<{ kept: string }>(`SELECT row_to_json(t)::text AS kept FROM ${table} t`);
      const kept = rows.map((row) => row.kept).join('\n');
      expect(kept, table).not.toContain(PERSONAL);
      if (table === 'document') expect(kept).toContain(orderNumber);
    }
    expect(stage.logged()).not.toContain(PERSONAL);
    expect(stage.logged()).not.toContain(OPERATOR_KEY);
  });

  async function countOf(channel: string, state: string): Promise<number> {
    const { body } = await stage.ask<Counts>('/v1/counts');
    return body.counts.find((count) => count.channel === channel && count.state === state)?.all ?? 0;
  }
});

/** The nth arrangement of the items. */
function permuted<T>(items: readonly T[], nth: number): T[] {
  const left = [...items];
  const taken: T[] = [];
  let rest = nth * 29 + 7;
  while (left.length > 0) {
    taken.push(...left.splice(rest % left.length, 1));
    rest = Math.floor(rest / (left.length + 1)) + nth;
  }
  return taken;
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
