import type { ServerResponse } from 'node:http';
import { newId } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage, OPERATOR_KEY } from '../fixtures/console-stage.js';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';

const id = newId();
const orderId = newId();
const who = { by: 'A. Demir', reason: 'The article is released.' };
const seen = { revision: 7, code: 'article-blocked' };
const due = { due: '310.00', currency: 'TRY' };
const gap = { expected: '1200.00 TRY', actual: '1900.00 TRY' };
const pause = { since: '2026-11-22T06:00:00.000Z', until: null, by: 'B. Yılmaz', reason: 'It is being moved.' };
const sha256 = 'c0ffee'.repeat(10) + 'cafe';
const filter = { cause: 'negative-count', type: 'kervan.stock.Counted', topic: 'stock.events.v1' };
const redriven = { act: 'redrive_batch', service: 'erp-writer', perSecond: 5 };
const preview = { total: 38, loopGuarded: 2, byCause: [] };
const asOf = '2026-11-22T07:59:58.123Z';
const problem = (status: number, code: string) => (response: ServerResponse) =>
  void response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ type: `/problems/${code}`, code, title: 'As the service says it', status, whatToDo: 'Look.' }));

describe('what a person has a service do', () => {
  let stage: ConsoleStage;
  let double: ServiceDouble;
  let odd: ServiceDouble;

  beforeAll(async () => {
    const decided = { [`/v1/lines/${id}/decision`]: {}, [`/v1/statements/${id}/release`]: {}, [`/v1/statements/${id}/close-gap`]: {} };
    double = await serviceDouble({
      ...Object.fromEntries(['pause', 'resume', 'retry', 'skip', 'amend'].map((act) => [`/admin/sagas/${id}/${act}`, {}])),
      [`/admin/held/${id}/redrive`]: {},
      [`/admin/held/${id}/edit`]: {},
      '/admin/targets/erp/pause': {},
      '/admin/targets/erp/resume': {},
      '/admin/calls/4711/decision': {},
      '/admin/held/batches': { ...preview, asOf, first: [{ id: 'not shown' }] },
      [`/admin/held/batches/${id}/cancel`]: {},
      [`/admin/held/${id}/discard`]: problem(409, 'already-resolved'),
      [`/v1/quarantine/${id}/release`]: problem(401, 'invalid-token'),
      [`/v1/quarantine/${id}/discard`]: (response: ServerResponse) => void response.writeHead(502).end('<html>'),
      ...decided,
    });
    const names = ['order-orchestrator', 'erp-writer', 'ecommerce-webhooks', 'bank-reconciler'];
    const serviceUrls = Object.fromEntries(names.map((name) => [name, double.url]));
    odd = await serviceDouble({ '/admin/held/batches': { total: 'many' } });
    stage = await consoleStage({
      serviceUrls: { ...serviceUrls, 'einvoice-sender': odd.url, 'edi-gateway': 'http://127.0.0.1:9' },
    });
  });
  afterAll(() => Promise.all([stage.close(), double.stop(), odd.stop()]));

  it.each([
    [{ act: 'retry_step' }, `/admin/sagas/${id}/retry`, {}],
    [{ act: 'retry_step', seen }, `/admin/sagas/${id}/retry`, { seen }],
    [{ act: 'pause_order' }, `/admin/sagas/${id}/pause`, {}],
    [{ act: 'resume_order' }, `/admin/sagas/${id}/resume`, {}],
    [{ act: 'skip_step', step: 'settle', seen }, `/admin/sagas/${id}/skip`, { step: 'settle', facts: {}, seen }],
    [
      { act: 'skip_step', step: 'post-order', facts: { erpNumber: 'SO-1' } },
      `/admin/sagas/${id}/skip`,
      { step: 'post-order', facts: { erpNumber: 'SO-1' } },
    ],
    [{ act: 'amend_order', mergePatch: { source: 'till 7' }, seen }, `/admin/sagas/${id}/amend`, { mergePatch: { source: 'till 7' }, seen }],
    [{ act: 'redrive', service: 'erp-writer' }, `/admin/held/${id}/redrive`, {}],
    [{ act: 'edit_held', service: 'erp-writer', mergePatch: { count: 12 } }, `/admin/held/${id}/edit`, { mergePatch: { count: 12 } }],
    [{ act: 'edit_held', service: 'erp-writer', value: { count: 12 } }, `/admin/held/${id}/edit`, { value: { count: 12 } }],
    [
      { act: 'edit_held', service: 'erp-writer', mergePatch: { count: 12 }, seen: sha256 },
      `/admin/held/${id}/edit`,
      { mergePatch: { count: 12 }, seen: sha256 },
    ],
    [{ act: 'cancel_redrives', service: 'erp-writer' }, `/admin/held/batches/${id}/cancel`, {}],
    [
      { act: 'match_line', orderId, acceptDifference: true },
      `/v1/lines/${id}/decision`,
      { decision: 'match', orderId, acceptDifference: true },
    ],
    [
      { act: 'match_line', orderId, acceptDifference: true, seen: due },
      `/v1/lines/${id}/decision`,
      { decision: 'match', orderId, acceptDifference: true, seen: due },
    ],
    [{ act: 'leave_line' }, `/v1/lines/${id}/decision`, { decision: 'leave' }],
    [{ act: 'release_statement' }, `/v1/statements/${id}/release`, {}],
    [{ act: 'close_gap' }, `/v1/statements/${id}/close-gap`, {}],
    [{ act: 'close_gap', seen: gap }, `/v1/statements/${id}/close-gap`, { seen: gap }],
  ])('is sent with their key, name and reason, under the same correlation id: %j', async (act, path, body) => {
    expect((await stage.act({ ...act, id, ...who })).status).toBe(202);
    expect(double.asked.at(-1)).toEqual({
      path,
      key: `Bearer ${OPERATOR_KEY}`,
      correlationId: 'case-1',
      body: { ...body, ...who },
    });
  });

  it.each([
    [{ act: 'pause_target', target: 'erp' }, '/admin/targets/erp/pause', {}],
    [{ act: 'pause_target', target: 'erp', until: '2036-11-22T08:00:00Z' }, '/admin/targets/erp/pause', { until: '2036-11-22T08:00:00Z' }],
    [{ act: 'pause_target', target: 'erp', seen: pause }, '/admin/targets/erp/pause', { seen: pause }],
    [{ act: 'resume_target', target: 'erp' }, '/admin/targets/erp/resume', {}],
    [{ act: 'try_call_now', id: '4711' }, '/admin/calls/4711/decision', { decision: 'try-now' }],
    [{ act: 'withdraw_call', id: '4711' }, '/admin/calls/4711/decision', { decision: 'withdraw' }],
  ])('may be about an outside system, or a call of it: %j', async (act, path, body) => {
    expect((await stage.act({ ...act, service: 'erp-writer', ...who })).status).toBe(202);
    expect(double.asked.at(-1)).toMatchObject({ path, body: { ...body, ...who } });
  });

  it('may be about a set of held messages, as the filter selects them at that moment', async () => {
    const asked = { ...redriven, filter: { ...filter, deadTo: asOf }, force: true, ...who };
    const body = { filter: { ...filter, deadTo: asOf }, perSecond: 5, force: true, ...who };
    expect((await stage.act({ ...asked, id })).status).toBe(202);
    expect(double.asked.at(-1)).toMatchObject({ path: '/admin/held/batches', body: { ...body, id } });
    expect((await stage.act(asked)).status).toBe(202);
    expect(double.asked.at(-1)?.body).toEqual(body);
  });

  it('is told before without being done, and from when on, by the clock of the service, the set is no longer that', async () => {
    const { status, body } = await stage.tryOut({ ...redriven, filter, ...who });
    expect([status, body]).toEqual([200, { ...preview, deadTo: asOf }]);
    expect(double.asked.at(-1)).toMatchObject({
      path: '/admin/held/batches',
      body: { filter, dryRun: true, ...who },
    });
    const earlier = '2026-11-22T07:00:00.000Z';
    const narrowed = await stage.tryOut({ ...redriven, filter: { ...filter, deadTo: earlier }, ...who });
    expect(narrowed.body['deadTo']).toBe(earlier);
  });

  it.each([
    [{ ...redriven, service: 'edi-gateway' }, 503, 'service-unavailable'],
    [{ ...redriven, service: 'einvoice-sender' }, 502, 'service-failed'],
    [{ ...redriven, service: 'sandbox' }, 422, 'service-unknown'],
    [{ ...redriven, act: 'redrive' }, 422, 'validation-failed'],
  ])('and is not told where the service does not: %j', async (asked, status, code) => {
    const answer = await stage.tryOut({ ...asked, filter, ...who });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('is refused as the service refuses it', async () => {
    const { status, headers, body } = await stage.act({ act: 'discard_held', service: 'erp-writer', id, ...who });
    expect([status, headers.get('content-type')]).toEqual([409, 'application/problem+json']);
    expect(body).toMatchObject({ code: 'already-resolved', whatToDo: 'Look.' });
  });

  it.each([
    ['release', 'ecommerce-webhooks', 502, 'service-failed'],
    ['discard_quarantined', 'ecommerce-webhooks', 502, 'service-failed'],
    ['release', 'edi-gateway', 503, 'service-unavailable'],
    ['redrive', 'sandbox', 422, 'service-unknown'],
    ['redrive', 'constructor', 422, 'service-unknown'],
  ])('and is unknown or undone where the service cannot be asked: %s at %s', async (act, service, status, code) => {
    const answer = await stage.act({ act, service, id, ...who });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it.each([
    [{ act: 'delete_everything', id, ...who }],
    [{ act: 'retry_step', id: '../../metrics', ...who }],
    [{ act: 'retry_step', id, by: 'A. Demir' }],
    [{ act: 'retry_step', id, by: 'A. Demir', reason: 'two\nlines' }],
    [{ act: 'retry_step', id, path: '/admin/outbox', ...who }],
    [{ act: 'release', service: 'erp-writer', id, ...who }],
    [{ act: 'pause_target', service: 'erp-writer', target: '../held', ...who }],
    [{ act: 'pause_target', service: 'erp-writer', target: 'erp', seen, ...who }],
    [{ act: 'resume_target', service: 'erp-writer', target: 'erp', seen: pause, ...who }],
    [{ act: 'withdraw_call', service: 'erp-writer', id: '1/../2', ...who }],
    [{ act: 'skip_step', id, ...who }],
    [{ act: 'pause_order', id, seen, ...who }],
    [{ act: 'match_line', id, orderId, seen, ...who }],
    [{ act: 'match_line', id, orderId, seen: { ...due, due: '310,00' }, ...who }],
    [{ act: 'leave_line', id, seen: due, ...who }],
    [{ act: 'close_gap', id, seen: due, ...who }],
    [{ act: 'release_statement', id, seen: gap, ...who }],
    [{ ...redriven, filter: { ...filter, state: 'waiting' }, ...who }],
    [{ ...redriven, filter, perSecond: 0, ...who }],
    [{ ...redriven, filter, id: crypto.randomUUID(), ...who }],
    [{ act: 'edit_held', service: 'erp-writer', id, mergePatch: [], ...who }],
    [{ act: 'edit_held', service: 'erp-writer', id, mergePatch: {}, value: {}, ...who }],
    [{ act: 'edit_held', service: 'erp-writer', id, ...who }],
    [{ act: 'edit_held', service: 'erp-writer', id, mergePatch: {}, seen, ...who }],
  ])('and nothing else reaches a service: %j', async (body) => {
    const before = double.asked.length;
    expect((await stage.act(body)).status).toBe(422);
    expect(double.asked.length).toBe(before);
  });

  it('nor anything by whoever has not the key', async () => {
    const before = double.asked.length;
    expect((await stage.act({ act: 'retry_step', id, ...who }, 'another-key-than-the-operators')).status).toBe(401);
    expect(double.asked.length).toBe(before);
  });
});
