import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';
import type { OutboundCall, OutboundTarget } from './outbound-views.js';
import type { ServiceList } from './service-views.js';

const at = '2026-11-21T07:15:00.000Z';
const target = {
  name: 'erp',
  slots: 16,
  ratePerSecond: null,
  gate: 'failing',
  pause: { since: at, until: null, by: 'A. Demir', reason: 'The ERP is being moved.' },
  waiting: [{ state: 'pending', count: 812, atLeast: true, forAPerson: 0, oldest: at }],
};
const call = {
  id: '4711',
  target: 'erp',
  type: 'post-order',
  state: 'pending',
  orderKey: '019aa5c1',
  attempts: 3,
  dueAt: at,
  uncertainSince: null,
  createdAt: at,
};

describe('the outside systems', () => {
  let stage: ConsoleStage;
  let erp: ServiceDouble;
  let shops: ServiceDouble;

  beforeAll(async () => {
    erp = await serviceDouble({
      '/admin/targets': { items: [{ ...target, repeat: 'sameEffect' }] },
      '/admin/calls?state=pending&target=erp&limit=100': { items: [{ ...call, outcome: 'not shown' }], next: '4711' },
      '/admin/calls?state=unknown&target=erp&limit=100': { items: [{ ...call, id: '12', state: 'unknown', uncertainSince: at }] },
    });
    shops = await serviceDouble({});
    const serviceUrls = { 'erp-writer': erp.url, 'ecommerce-webhooks': shops.url, 'einvoice-sender': 'http://127.0.0.1:9' };
    stage = await consoleStage({ serviceUrls });
  });
  afterAll(() => Promise.all([stage.close(), erp.stop(), shops.stop()]));

  it('are told by the services that call some, and by name of those that cannot be asked', async () => {
    const { status, body } = await stage.ask<ServiceList<OutboundTarget>>('/v1/targets');
    expect([status, body.services]).toEqual([
      200,
      [
        { service: 'erp-writer', failure: null, items: [target], more: false },
        { service: 'einvoice-sender', failure: 'unreachable', items: [], more: false },
      ],
    ]);
  });

  it('have calls that wait, those first that may have been done', async () => {
    const { body } = await stage.ask<ServiceList<OutboundCall>>('/v1/calls?service=erp-writer&target=erp');
    expect(body.services).toEqual([
      { service: 'erp-writer', failure: null, items: [{ ...call, id: '12', state: 'unknown', uncertainSince: at }, call], more: true },
    ]);
  });

  it.each(['/v1/calls', '/v1/calls?service=erp-writer'])('are named by whoever asks for their calls: %s', async (path) => {
    expect((await stage.ask(path)).status).toBe(422);
  });

  it.each(['erp-writr', 'sandbox', 'constructor'])('have no list of calls at a service that is not known: %s', async (service) => {
    const { status, body } = await stage.ask<{ code: string }>(`/v1/calls?service=${service}&target=erp`);
    expect([status, body.code]).toEqual([422, 'service-unknown']);
  });

  it('are told to operators alone', async () => {
    expect((await stage.ask('/v1/targets', 'another-key-than-the-operators')).status).toBe(401);
  });
});
