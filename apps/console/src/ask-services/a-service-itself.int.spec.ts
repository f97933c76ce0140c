import { newId } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import type { AuditEntry, AuditVerification } from './audit-views.js';
import type { HeldCause, RedriveBatch } from './held-views.js';
import type { ServiceList, ServiceThing } from './service-views.js';

const who = { by: 'A. Demir', reason: 'Release 1.4.2 takes them.' };
const redriven = { act: 'redrive_batch', service: 'console', filter: { cause: 'handler-bug' }, perSecond: 2, ...who };

/** The administration that every service has, as the console reads and uses it: here that of another console. */
describe('a service itself', () => {
  let service: ConsoleStage;
  let stage: ConsoleStage;

  beforeAll(async () => {
    service = await consoleStage();
    stage = await consoleStage({ serviceUrls: { console: service.url } });
  });
  afterAll(() => Promise.all([stage.close(), service.close()]));

  it('tells what it holds, as it is read here', async () => {
    const { body } = await stage.ask<ServiceList<HeldCause>>('/v1/held/causes');
    expect(body.services).toEqual([{ service: 'console', failure: null, items: [], more: false }]);
    const list = await stage.ask<ServiceList<unknown>>('/v1/held?service=console&cause=handler-bug');
    expect(list.body.services.map(({ failure }) => failure)).toEqual([null]);
  });

  it('takes a set to be handled again, after a dry run, and tells of it and of who ordered it', async () => {
    const { status, body } = await stage.tryOut(redriven);
    expect([status, body]).toMatchObject([200, { total: 0, loopGuarded: 0, byCause: [] }]);
    const filter = { ...redriven.filter, deadTo: body['deadTo'] };
    const ordered = { ...redriven, id: newId(), filter };
    const answers = [await stage.act(ordered), await stage.act(ordered)];
    expect(answers.map((answer) => answer.status)).toEqual([202, 202]);
    expect(await stage.act({ ...ordered, perSecond: 3 })).toMatchObject({ status: 409, body: { code: 'batch-conflict' } });
    const batches = await stage.ask<ServiceList<RedriveBatch>>('/v1/held/batches');
    const { id } = ordered;
    expect(batches.body.services).toMatchObject([{ failure: null, items: [{ id, filter: { deadTo: body['deadTo'] }, total: 0, ...who }] }]);
    expect(batches.body.services[0]?.items).toHaveLength(1);
    const audit = await stage.ask<ServiceList<AuditEntry>>('/v1/audit?by=A.+Demir');
    expect(audit.body.services).toMatchObject([{ failure: null, items: [{ act: 'order-batch', ...who }] }]);
    const chains = await stage.ask<{ services: ServiceThing<AuditVerification>[] }>('/v1/audit/verification');
    expect(chains.body.services).toMatchObject([{ failure: null, item: { intact: true, entries: 1, breaks: [] } }]);
  });
});
