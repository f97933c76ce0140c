import { OrderPlaced, OrderTaken } from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { captured, due, webOrder } from './fixtures/web-order.js';

let stage: OrchestratorStage;

beforeAll(async () => {
  stage = await orchestratorStage();
});
afterAll(() => stage.close());

it.each([
  ['that does not add up', { totals: { ...webOrder.totals, grossMinor: 11_900 } }, 'totals-mismatch'],
  ['whose payments are not its total', { payments: [captured] }, 'payments-mismatch'],
])('an order %s is held with the rule that it breaks, and starts nothing; others go on', async (_what, changes, code) => {
  const [bad, good] = [newId(), newId()];
  await stage.say(OrderPlaced.of({ orderId: bad, order: { ...webOrder, orderNumber: 'W-1', ...changes } }));
  await stage.say(OrderPlaced.of({ orderId: good, order: { ...webOrder, orderNumber: 'W-2' } }));

  const held = await eventually('it is held', async () => (await stage.ask(`/admin/held?key=${bad}`)).body.items[0]);
  expect(held).toMatchObject({ state: 'dead', cause: { code, stage: 'handler' } });
  await eventually('the good one is taken', () => stage.seen(OrderTaken).some(({ data }) => data['orderId'] === good));
  expect(stage.seen(OrderTaken).filter(({ data }) => data['orderId'] === bad)).toEqual([]);
  expect((await stage.ask(`/admin/sagas/${bad}`)).status).toBe(404);
});

it('an order that was held and mended is told as it was taken, with what is to be paid of it', async () => {
  const orderId = newId();
  await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, orderNumber: 'W-3', payments: [due] } }));
  const held = await eventually('it is held', async () => (await stage.ask(`/admin/held?key=${orderId}`)).body.items[0]);
  const payments = [{ ...due, amountMinor: 12_000 }];
  const edit = { by: 'Ada', reason: 'all of it is due', mergePatch: { order: { payments } } };
  expect(await stage.ask(`/admin/held/${held.id}/edit`, edit)).toMatchObject({ status: 202 });
  const [taken] = await eventually('it is taken', () => {
    const seen = stage.seen(OrderTaken).filter(({ data }) => data['orderId'] === orderId);
    return seen.length > 0 && seen;
  });
  expect(taken?.data['receivable']).toMatchObject({ orderNumber: 'W-3', currency: 'TRY', dueMinor: 12_000, grossMinor: 12_000 });
});
