import { OrderPlaced, OrderTaken } from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { webOrder } from './fixtures/web-order.js';

let stage: OrchestratorStage;

beforeAll(async () => {
  stage = await orchestratorStage();
});
afterAll(() => stage.close());

it('an order that does not add up is held with the rule that it breaks, and starts nothing; others go on', async () => {
  const [bad, good] = [newId(), newId()];
  const totals = { ...webOrder.totals, grossMinor: 11_900 };
  await stage.say(OrderPlaced.of({ orderId: bad, order: { ...webOrder, orderNumber: 'W-1', totals } }));
  await stage.say(OrderPlaced.of({ orderId: good, order: { ...webOrder, orderNumber: 'W-2' } }));

  const held = await eventually('it is held', async () => (await stage.ask(`/admin/held?key=${bad}`)).body.items[0]);
  expect(held).toMatchObject({ state: 'dead', cause: { code: 'totals-mismatch', stage: 'handler' } });
  await eventually('the good one is taken', () => stage.seen(OrderTaken).some(({ data }) => data['orderId'] === good));
  expect(stage.seen(OrderTaken).filter(({ data }) => data['orderId'] === bad)).toEqual([]);
  expect((await stage.ask(`/admin/sagas/${bad}`)).status).toBe(404);
});
