import type { ServerResponse } from 'node:http';
import { newId } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';
import type { AuditEntry, AuditVerification } from './audit-views.js';
import type { ServiceList, ServiceThing } from './service-views.js';

const id = newId();
const entry = {
  seq: '12',
  at: '2026-11-21T07:15:00.000Z',
  act: 'redrive',
  subject: { kind: 'held-message', id },
  by: 'A. Demir',
  reason: 'The article is released.',
  detail: { cause: 'totals-mismatch' },
};
const hashes = { previousHash: 'ab', hash: 'cd' };
const verified = { intact: false, entries: 12, head: { seq: '12', hash: 'cd' }, breaks: [{ seq: '7', code: 'altered' }] };

describe('what persons did at the services', () => {
  let stage: ConsoleStage;
  let erp: ServiceDouble;
  let shops: ServiceDouble;

  beforeAll(async () => {
    erp = await serviceDouble({
      '/admin/audit?limit=100': { items: [{ ...entry, ...hashes }], next: '12' },
      [`/admin/audit?limit=100&subjectId=${id}&by=A.+Demir`]: { items: [{ ...entry, ...hashes, detail: null }] },
      [`/admin/audit?limit=100&about=${id}`]: { items: [{ ...entry, ...hashes }] },
      '/admin/audit/verification': verified,
    });
    shops = await serviceDouble({
      '/admin/audit': { items: [] },
      '/admin/audit/verification': (response: ServerResponse) => void response.writeHead(500).end('{}'),
    });
    const serviceUrls = { 'erp-writer': erp.url, 'ecommerce-webhooks': shops.url, 'edi-gateway': 'http://127.0.0.1:9' };
    stage = await consoleStage({ serviceUrls });
  });
  afterAll(() => Promise.all([stage.close(), erp.stop(), shops.stop()]));

  it('is told service by service, with those that are away', async () => {
    const { status, body } = await stage.ask<ServiceList<AuditEntry>>('/v1/audit');
    expect([status, body.services]).toEqual([
      200,
      [
        { service: 'erp-writer', failure: null, items: [entry], more: true },
        { service: 'ecommerce-webhooks', failure: null, items: [], more: false },
        { service: 'edi-gateway', failure: 'unreachable', items: [], more: false },
      ],
    ]);
  });

  it('is told of one subject, one person and one service', async () => {
    const path = `/v1/audit?service=erp-writer&subjectId=${id}&by=A.+Demir`;
    const { body } = await stage.ask<ServiceList<AuditEntry>>(path);
    expect(body.services).toEqual([{ service: 'erp-writer', failure: null, items: [{ ...entry, detail: null }], more: false }]);
    const about = await stage.ask<ServiceList<AuditEntry>>(`/v1/audit?service=erp-writer&about=${id}`);
    expect(about.body.services).toEqual([{ service: 'erp-writer', failure: null, items: [entry], more: false }]);
    expect((await stage.ask('/v1/audit?from=yesterday')).status).toBe(422);
  });

  it('is told to be unbroken, or where it is not, by each service that can say so', async () => {
    const { body } = await stage.ask<{ services: ServiceThing<AuditVerification>[] }>('/v1/audit/verification');
    expect(body.services).toEqual([
      { service: 'erp-writer', failure: null, item: verified },
      { service: 'ecommerce-webhooks', failure: 'refused', item: null },
      { service: 'edi-gateway', failure: 'unreachable', item: null },
    ]);
  });

  it('is told to operators alone', async () => {
    expect((await stage.ask('/v1/audit', 'another-key-than-the-operators')).status).toBe(401);
  });
});
