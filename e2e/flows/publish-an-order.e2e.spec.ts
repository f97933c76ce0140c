import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@kervan/testing';
import { acceptedOf } from '@kervan/tools/judge/effects';
import { publishOrder, rejectionOf } from '../support/foreign-program.js';
import { openWorld, type World } from '../support/world.js';

describe('an order that a program outside of Kervan publishes, as docs/how-to/publish-an-order.md tells', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });

  const completed = (orderId: string) =>
    eventually(`order ${orderId} is completed`, async () => (await world.operator.saga(orderId)).status === 'completed', { withinMs: 60_000 });

  const heldOf = (orderId: string) => world.operator.held('order-orchestrator', `&key=${orderId}`);

  it('is invoiced, booked and paid, once, however often it is published', async () => {
    const orderNumber = `FS-${randomUUID()}`;
    const { orderId } = await publishOrder(orderNumber);
    await completed(orderId);
    expect((await publishOrder(orderNumber)).orderId, 'the same order number is the same order').toBe(orderId);
    const marker = await publishOrder(`FS-${randomUUID()}`);
    await completed(marker.orderId);

    const effects = await world.outside.effectsOf({ orderNumber });
    const { orders, erpInvoices, payments } = effects;
    expect([orders, acceptedOf(effects), erpInvoices, payments].map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    expect(await heldOf(orderId)).toEqual([]);
  });

  it('is held when it does not add up: operators see it, its program is told, and nothing of it leaves the house', async () => {
    const orderNumber = `FS-${randomUUID()}`;
    const { orderId, partition, offset } = await publishOrder(orderNumber, '9880');
    const [held] = await eventually('it is held', async () => {
      const items = await heldOf(orderId);
      return items.length > 0 && items;
    });
    const cause = { code: 'totals-mismatch', stage: 'handler' };
    expect(held).toMatchObject({ state: 'dead', topic: 'sales.order.events.v1', partition, offset, cause });
    expect(await rejectionOf(orderId)).toMatchObject({ reason: 'totals-mismatch', partition, offset });
    expect(await world.outside.effectsOf({ orderNumber })).toMatchObject({ orders: [], invoices: [], payments: [] });
  });

  it('goes on once it is published whole and a person has given the bad record up', async () => {
    const orderNumber = `FS-${randomUUID()}`;
    const { orderId } = await publishOrder(orderNumber, '9880');
    await publishOrder(orderNumber);
    const items = await eventually('both are held, the good one behind the bad one', async () => {
      const held = await heldOf(orderId);
      return held.length === 2 && held;
    });
    const bad = items.find(({ state }) => state === 'dead');
    expect((await world.operator.discard('order-orchestrator', bad!.id)).status).toBe(200);
    await completed(orderId);
    expect((await world.outside.effectsOf({ orderNumber })).orders).toHaveLength(1);
  });
});
