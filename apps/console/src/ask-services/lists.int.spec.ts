import { newId } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';
import type { HeldCause, HeldDetails, HeldItem, RedriveBatch } from './held-views.js';
import type { GappedStatement, QuarantinedItem, ServiceList, ServiceThing, UndecidedItem } from './service-views.js';

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

const cause = {
  cause: { code: 'totals-mismatch', stage: 'handler' },
  type: 'kervan.erp.PostInvoice',
  topic: 'erp.document.commands.v1',
  count: 12,
  dead: 9,
  oldest: at,
  latest: at,
  sample: 'h-1',
};

const batch = {
  id: 'b-1',
  act: 'redrive',
  by: 'A. Demir',
  reason: 'Release 1.4.2 takes them.',
  filter: { state: 'dead', cause: 'totals-mismatch' },
  options: ['force'],
  perSecond: 2,
  state: 'running',
  total: 9,
  done: 4,
  skipped: 1,
  skippedBy: { 'loop-guard': 1 },
  left: 4,
  createdAt: at,
  endedAt: null,
};

const id = newId();
const details = {
  ...held,
  id,
  firstCause: { code: 'query-failed', stage: 'handler', at },
  edited: true,
  returns: 2,
  data: { invoice: 'INV-1', buyer: '***' },
  valueBytes: 40,
  sha256: 'ab',
  original: { data: { invoice: 'INV-0', buyer: '***' }, valueBytes: 41, sha256: 'cd' },
  acts: [{ act: 'edit', by: 'A. Demir', reason: 'The number was wrong.', at, detail: { fields: ['/invoice'] } }],
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
    { orderId: 'p', orderNumber: 'moda-1044', invoiceNumber: null, amount: '1240.90', currency: 'TRY', came: '9.00', why: ['same-amount'] },
  ],
};

const statement = {
  id: 'st-1',
  statementId: 'AM01TRY000007',
  account: 'TR05 … 0038',
  date: '2026-11-21',
  state: 'taken',
  findings: [],
  gap: { after: 'st-0', expected: '1200.00 TRY', actual: '1900.00 TRY', since: at },
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
        '/admin/held?state=dead&limit=100&cause=totals-mismatch&type=a%26b': { items: [held] },
        '/admin/held': { items: [] },
        '/admin/held/causes': { items: [cause] },
        '/admin/held/batches': { items: [batch] },
        [`/admin/held/${id}`]: details,
      }),
      serviceDouble({
        '/admin/held': { items: [] },
        '/admin/held/causes': { items: [{ ...cause, cause: null, dead: 0 }] },
        '/v1/quarantine': { items: [delivery] },
      }),
      serviceDouble({
        '/admin/held': { items: [] },
        '/v1/lines': { items: [line] },
        '/v1/statements?gap=open&limit=100': { items: [statement] },
      }),
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

  it('is told of held messages of one cause of one service', async () => {
    const path = '/v1/held?service=erp-writer&cause=totals-mismatch&type=a%26b';
    const { body } = await stage.ask<ServiceList<HeldItem>>(path);
    expect(body.services.map(({ service, items }) => [service, items.map((item) => item.id)])).toEqual([['erp-writer', ['h-1']]]);
    expect((await stage.ask('/v1/held?state=dead')).status).toBe(422);
  });

  it.each(['erp-writr', 'sandbox', 'constructor'])('is no empty list where a service is not known: %s', async (service) => {
    for (const list of ['held', 'audit']) {
      const { status, headers, body } = await stage.ask<{ code: string }>(`/v1/${list}?service=${service}`);
      expect([status, headers.get('content-type'), body.code]).toEqual([422, 'application/problem+json', 'service-unknown']);
    }
  });

  it('is counted by cause, service by service', async () => {
    const { body } = await stage.ask<ServiceList<HeldCause>>('/v1/held/causes');
    const { sample: _sample, ...told } = cause;
    expect(body.services.slice(0, 3)).toEqual([
      { service: 'erp-writer', failure: null, more: false, items: [told] },
      { service: 'ecommerce-webhooks', failure: null, more: false, items: [{ ...told, cause: null, dead: 0 }] },
      { service: 'edi-gateway', failure: 'unreachable', more: false, items: [] },
    ]);
  });

  it('is told of what is handled again together, and how far that has come', async () => {
    const { body } = await stage.ask<ServiceList<RedriveBatch>>('/v1/held/batches');
    const { act: _act, options: _options, ...told } = batch;
    expect(body.services[0]).toEqual({ service: 'erp-writer', failure: null, more: false, items: [told] });
  });

  it('is told of one held message, with what it holds and what it came with', async () => {
    const { status, body } = await stage.ask<ServiceThing<HeldDetails>>(`/v1/held/erp-writer/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      failure: null,
      item: {
        state: 'dead',
        attempts: 3,
        returns: 2,
        data: { invoice: 'INV-1', buyer: '***' },
        original: { data: { invoice: 'INV-0', buyer: '***' }, valueBytes: 41 },
        acts: [{ act: 'edit', by: 'A. Demir', reason: 'The number was wrong.' }],
      },
    });
  });

  it.each([
    [`/v1/held/erp-writer/${newId()}`, 404],
    [`/v1/held/sandbox/${id}`, 404],
    ['/v1/held/erp-writer/h-1', 404],
    [`/v1/held/edi-gateway/${id}`, 200],
  ])('has no such message, or its service is away: %s', async (path, status) => {
    const answer = await stage.ask<ServiceThing<HeldDetails>>(path);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body).toEqual({ service: 'edi-gateway', failure: 'unreachable', item: null });
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
          { orderId: 'o', orderNumber: 'moda-1043', amount: '1249.90', currency: 'TRY', came: null, why: ['named'] },
          { orderId: 'p', orderNumber: 'moda-1044', amount: '1240.90', currency: 'TRY', came: '9.00', why: ['same-amount'] },
        ],
      },
    ]);
  });

  it('is told of bank statements before which something is missing', async () => {
    const { body } = await stage.ask<ServiceList<GappedStatement>>('/v1/statements/gaps');
    const { state: _state, findings: _findings, gap, ...told } = statement;
    const { after: _after, ...amounts } = gap;
    expect(body.services[0]?.items).toEqual([{ ...told, ...amounts }]);
  });
});
