import { newId } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';
import type { SagaStanding } from './saga-views.js';
import type { ServiceThing } from './service-views.js';

const at = '2026-11-21T07:15:00.000Z';
const [orderId, former] = [newId(), newId()];
const standing = {
  revision: 7,
  status: 'needs_attention',
  direction: 'forward',
  step: 'post-order',
  code: 'article-blocked',
  remaining: ['post-order', 'post-payment'],
  possible: ['pause', 'retry', 'skip', 'amend'],
  lastAct: { act: 'retry', by: 'A. Demir', reason: 'The article is released.', at },
};
const { revision: _revision, ...ofFormerRelease } = standing;

describe('where an order stands', () => {
  let stage: ConsoleStage;
  let orchestrator: ServiceDouble;

  beforeAll(async () => {
    orchestrator = await serviceDouble({
      [`/admin/sagas/${orderId}`]: { ...standing, orderId, documents: [], history: [{ detail: 'not shown' }] },
      [`/admin/sagas/${former}`]: ofFormerRelease,
    });
    stage = await consoleStage({ serviceUrls: { 'order-orchestrator': orchestrator.url } });
  });
  afterAll(() => Promise.all([stage.close(), orchestrator.stop()]));

  const ask = (id: string) => stage.ask<ServiceThing<SagaStanding>>(`/v1/sagas/${id}`);

  it('is told as its service says it, with the acts that are possible and how it is seen', async () => {
    const { status, body } = await ask(orderId);
    expect([status, body]).toEqual([200, { service: 'order-orchestrator', failure: null, item: standing }]);
  });

  it('is told of a service of a former release, without how it is seen', async () => {
    expect((await ask(former)).body.item).toEqual(ofFormerRelease);
  });

  it('is nothing for an order that it does not know, and no path for what is no id', async () => {
    expect((await ask(newId())).body).toEqual({ service: 'order-orchestrator', failure: null, item: null });
    expect((await ask('batches')).status).toBe(404);
  });

  it('is told to operators alone', async () => {
    expect((await stage.ask(`/v1/sagas/${orderId}`, 'another-key-than-the-operators')).status).toBe(401);
  });
});
