import type { ServerResponse } from 'node:http';
import { newId } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage, OPERATOR_KEY } from '../fixtures/console-stage.js';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';

const id = newId();
const orderId = newId();
const who = { by: 'A. Demir', reason: 'The article is released.' };
const problem = (status: number, code: string) => (response: ServerResponse) =>
  void response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ type: `/problems/${code}`, code, title: 'As the service says it', status, whatToDo: 'Look.' }));

describe('what a person has a service do', () => {
  let stage: ConsoleStage;
  let double: ServiceDouble;

  beforeAll(async () => {
    const decided = { [`/v1/lines/${id}/decision`]: {}, [`/v1/statements/${id}/release`]: {} };
    double = await serviceDouble({
      [`/admin/sagas/${id}/retry`]: {},
      [`/admin/held/${id}/redrive`]: {},
      [`/admin/held/${id}/discard`]: problem(409, 'already-resolved'),
      [`/v1/quarantine/${id}/release`]: problem(401, 'invalid-token'),
      [`/v1/quarantine/${id}/discard`]: (response: ServerResponse) => void response.writeHead(502).end('<html>'),
      ...decided,
    });
    const names = ['order-orchestrator', 'erp-writer', 'ecommerce-webhooks', 'bank-reconciler'];
    const serviceUrls = Object.fromEntries(names.map((name) => [name, double.url]));
    stage = await consoleStage({ serviceUrls: { ...serviceUrls, 'edi-gateway': 'http://127.0.0.1:9' } });
  });
  afterAll(() => Promise.all([stage.close(), double.stop()]));

  it.each([
    [{ act: 'retry_step' }, `/admin/sagas/${id}/retry`, {}],
    [{ act: 'redrive', service: 'erp-writer' }, `/admin/held/${id}/redrive`, {}],
    [
      { act: 'match_line', orderId, acceptDifference: true },
      `/v1/lines/${id}/decision`,
      { decision: 'match', orderId, acceptDifference: true },
    ],
    [{ act: 'leave_line' }, `/v1/lines/${id}/decision`, { decision: 'leave' }],
    [{ act: 'release_statement' }, `/v1/statements/${id}/release`, {}],
  ])('is sent with their key, name and reason, under the same correlation id: %j', async (act, path, body) => {
    expect((await stage.act({ ...act, id, ...who })).status).toBe(202);
    expect(double.asked.at(-1)).toEqual({
      path,
      key: `Bearer ${OPERATOR_KEY}`,
      correlationId: 'case-1',
      body: { ...body, ...who },
    });
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
