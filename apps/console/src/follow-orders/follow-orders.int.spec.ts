import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import { messagesOf, type Papers } from '../fixtures/order-messages.js';
import type { Counts, DocumentDetails, SearchResult } from '../views.js';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('the console', () => {
  let stage: ConsoleStage;

  beforeAll(async () => {
    stage = await consoleStage({ traceUrlTemplate: 'http://traces.example/trace/{traceId}' });
  });
  afterAll(() => stage.close());

  const becomes = (orderId: string, state: string): Promise<DocumentDetails> =>
    eventually(`the order is ${state}`, async () => {
      const { body } = await stage.ask<DocumentDetails>(`/v1/documents/${orderId}`);
      return body.state === state && body;
    });

  it('tells one order’s whole way, fed by the topics of five services', async () => {
    const papers: Papers = {
      orderId: newId(),
      orderNumber: 'moda-1001',
      invoiceNumber: 'KRV2026000000001',
      erpNumber: 'SO-1001',
    };
    const messages = messagesOf(papers);
    const carried = { correlationId: 'web-1001', traceparent };
    for (const message of [
      messages.placed(),
      messages.taken(),
      messages.orderPosted(),
      messages.invoiceNumbered(),
      messages.invoiceCleared(),
      messages.invoicePosted(),
      messages.paymentPosted(),
      messages.completed(),
    ]) {
      await stage.say(message, carried);
    }
    const document = await becomes(papers.orderId, 'completed');
    expect(document).toMatchObject({
      orderNumber: 'moda-1001',
      channel: 'web_shop',
      amount: '1249.90',
      currency: 'TRY',
      erpNumber: 'SO-1001',
      invoiceNumber: 'KRV2026000000001',
      correlationId: 'web-1001',
      trace: { url: 'http://traces.example/trace/4bf92f3577b34da6a3ce929d0e0e4736' },
    });
    expect(document.timeline.map(({ kind }) => kind)).toEqual([
      'OrderPlaced',
      'OrderTaken',
      'SalesOrderPosted',
      'InvoiceNumberAssigned',
      'InvoiceCleared',
      'InvoicePosted',
      'PaymentPosted',
      'OrderCompleted',
    ]);
    const { body } = await stage.ask<Counts>('/v1/counts');
    expect(body.counts).toContainEqual({ channel: 'web_shop', state: 'completed', today: 1, all: 1 });
    const found = await stage.ask<SearchResult>('/v1/search?q=krv2026000000001');
    expect(found.body.hits).toMatchObject([{ kind: 'invoice_number', exact: true, document: { orderNumber: 'moda-1001' } }]);
  });
});
