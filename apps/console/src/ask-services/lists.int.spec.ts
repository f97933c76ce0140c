import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';
import type { HeldItem, QuarantinedItem, ServiceList, UndecidedItem } from './service-views.js';

const at = '2026-11-21T07:15:00.000Z';

const held = {
  id: 'h-1',
  state: 'dead',
  topic: 'erp.document.commands.v1',
  partition: 4,
  offset: '812',
  key: 'k',
  type: 'kervan.erp.PostInvoice',
  messageId: 'm',
  correlationId: 'c',
  correlationMade: false,
  cause: { code: 'totals-mismatch', stage: 'handler', detail: 'The taxes do not add up.' },
  firstCause: null,
  attempts: { started: 3, finished: 2 },
  recordedAt: at,
  heldAt: at,
  dueAt: at,
  resolvedAt: null,
};

const delivery = {
  id: 'q-1',
  shop: 'moda',
  topic: 'orders/create',
  deliveryId: 'd-1',
  orderNumber: 'moda-1044',
  state: 'open',
  receivedAt: at,
  findings: [{ pointer: '#/line_items/0/sku', code: 'article-unknown', detail: 'The line has no SKU.' }],
};

const line = {
  id: 'l-1',
  statement: 's-1',
  reference: 'BNK-1',
  amount: '1240.90',
  currency: 'TRY',
  valueDate: '2026-11-21',
  texts: [{ field: 'Ustrd', text: 'MODA 1043' }],
  counterparty: { name: 'A. Demir', iban: 'TR** 1234' },
  state: 'undecided',
  reason: 'amount-differs',
  detail: { expected: '1249.90', actual: '1240.90' },
  match: null,
  proposals: [
    { orderId: 'o', orderNumber: 'moda-1043', invoiceNumber: null, amount: '1249.90', currency: 'TRY', why: ['named'] },
  ],
};

describe('what the services keep aside', () => {
  let stage: ConsoleStage;
  let erp: ServiceDouble;
  let shops: ServiceDouble;
  let bank: ServiceDouble;

  beforeAll(async () => {
    [erp, shops, bank] = await Promise.all([
      serviceDouble({
        '/admin/held?state=dead&limit=100': { items: [held], next: 'h-1' },
        '/admin/held?state=waiting&limit=100': { items: [{ ...held, id: 'h-2', state: 'waiting', cause: null }] },
      }),
      serviceDouble({ '/admin/held': { items: [] }, '/v1/quarantine': { items: [delivery] } }),
      serviceDouble({ '/admin/held': { items: [] }, '/v1/lines': { items: [line] } }),
    ]);
    stage = await consoleStage({
      serviceUrls: {
        'erp-writer': erp.url,
        'ecommerce-webhooks': shops.url,
        'edi-gateway': 'http://127.0.0.1:9',
        'bank-reconciler': bank.url,
      },
    });
  });
  afterAll(() => Promise.all([stage.close(), erp.stop(), shops.stop(), bank.stop()]));

  it('is told of held messages service by service: those that need a person first', async () => {
    const { status, body } = await stage.ask<ServiceList<HeldItem>>('/v1/held');
    expect(status).toBe(200);
    expect(body.services.map(({ service, failure, items, more }) => [service, failure, items.length, more])).toEqual([
      ['erp-writer', null, 2, true],
      ['ecommerce-webhooks', null, 0, false],
      ['edi-gateway', 'unreachable', 0, false],
      ['bank-reconciler', null, 0, false],
    ]);
    expect(body.services[0]?.items).toMatchObject([
      { id: 'h-1', state: 'dead', attempts: 3, cause: { code: 'totals-mismatch' } },
      { id: 'h-2', state: 'waiting', cause: null },
    ]);
  });

  it('is told of the quarantine, one service of two being away', async () => {
    const { status, body } = await stage.ask<ServiceList<QuarantinedItem>>('/v1/quarantine');
    expect(status).toBe(200);
    expect(body.services).toEqual([
      {
        service: 'ecommerce-webhooks',
        failure: null,
        more: false,
        items: [
          {
            id: 'q-1',
            sender: 'moda',
            what: 'orders/create',
            reference: 'moda-1044',
            findings: [{ field: '#/line_items/0/sku', code: 'article-unknown', detail: 'The line has no SKU.' }],
            since: at,
          },
        ],
      },
      { service: 'edi-gateway', failure: 'unreachable', items: [], more: false },
    ]);
  });

  it('is told of undecided bank lines, with what a person decides by', async () => {
    const { body } = await stage.ask<ServiceList<UndecidedItem>>('/v1/undecided');
    expect(body.services[0]?.items).toEqual([
      {
        id: 'l-1',
        reference: 'BNK-1',
        amount: '1240.90',
        currency: 'TRY',
        valueDate: '2026-11-21',
        payer: 'A. Demir',
        texts: ['MODA 1043'],
        reason: 'amount-differs',
        expected: '1249.90',
        proposals: [
          { orderId: 'o', orderNumber: 'moda-1043', amount: '1249.90', currency: 'TRY', why: ['named'] },
        ],
      },
    ]);
  });
});
