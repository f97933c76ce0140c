import { type Order, OrderPlaced, OrderReversed, OrderTaken, PostSalesOrder, type RecordType } from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asked, orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { due, webOrder } from './fixtures/web-order.js';

const act = { by: 'Ada', reason: 'sold by telephone' };
const unsound: Order = { ...webOrder, payments: [{ ...due, amountMinor: 1 }] };
const sound: Order = { ...webOrder, payments: [{ ...due, amountMinor: 12_000 }] };

interface Held {
  readonly id: string;
  readonly state: string;
}

describe('an order that is held, and published again', () => {
  let stage: OrchestratorStage;

  beforeAll(async () => {
    stage = await orchestratorStage();
  });
  afterAll(() => stage.close());

  /** The held records of an order once there are so many, the first one first. */
  const heldOf = (orderId: string, count: number): Promise<Held[]> =>
    eventually(`${count} are held`, async () => {
      const { items } = (await stage.ask(`/admin/held?key=${orderId}`)).body as { items: Held[] };
      return items.length === count && items.toReversed();
    });
  const place = (orderId: string, order: Order): Promise<void> =>
    stage.say(OrderPlaced.of({ orderId, order: { ...order, orderNumber: `W-${orderId}` } }));
  const told = (record: RecordType<unknown>, orderId: string) =>
    stage.seen(record).flatMap(({ data }) => (data['orderId'] === orderId ? [data] : []));
  const decide = (id: string, what: string, more: object = {}): Promise<Asked> =>
    stage.ask(`/admin/held/${id}/${what}`, { ...act, ...more });

  it('is over once it is discarded, with its copies, and that is told once', async () => {
    const orderId = newId();
    await place(orderId, unsound);
    await heldOf(orderId, 1);
    await place(orderId, unsound);
    await heldOf(orderId, 2);
    await place(orderId, unsound);
    const [first, ...copies] = await heldOf(orderId, 3);
    expect([first, ...copies].map((one) => one?.state)).toEqual(['dead', 'waiting', 'waiting']);

    expect((await decide(first!.id, 'discard')).body).toMatchObject({ state: 'discarded' });
    await eventually('it is over', () => told(OrderReversed, orderId).length > 0);
    for (const { id } of copies) {
      const { state, acts } = (await stage.ask(`/admin/held/${id}`)).body;
      expect(state).toBe('discarded');
      expect(acts).toMatchObject([{ act: 'discard', ...act, detail: { copyOf: first!.id, orderId } }]);
    }
    expect(told(OrderReversed, orderId)).toMatchObject([{ orderNumber: `W-${orderId}`, reason: act.reason, documents: [] }]);
    expect(told(OrderTaken, orderId)).toEqual([]);
    expect((await stage.ask(`/admin/sagas/${orderId}`)).status).toBe(404);
  });

  it('is taken back at once where another record of it comes after it was discarded', async () => {
    const orderId = newId();
    await place(orderId, unsound);
    const [first] = await heldOf(orderId, 1);
    await decide(first!.id, 'discard');
    await place(orderId, sound);
    await eventually('it is over once more', () => told(OrderReversed, orderId).length === 2);
    expect(told(OrderReversed, orderId)[1]).toMatchObject({ reason: act.reason, documents: [] });
    expect(told(PostSalesOrder, orderId)).toEqual([]);
    expect((await stage.ask(`/admin/sagas/${orderId}`)).body).toMatchObject({ status: 'compensated' });
  });

  it('is not over while one that mends it waits behind: that goes on', async () => {
    const orderId = newId();
    await place(orderId, unsound);
    await heldOf(orderId, 1);
    await place(orderId, sound);
    const [first] = await heldOf(orderId, 2);
    await decide(first!.id, 'discard');
    await eventually('it is taken', () => told(OrderTaken, orderId).length === 1);
    expect(told(OrderReversed, orderId)).toEqual([]);
  });

  it('is known once it is edited: its copies are answered, be they held already or not', async () => {
    const orderId = newId();
    await place(orderId, unsound);
    const [first] = await heldOf(orderId, 1);
    await place(orderId, unsound);
    await heldOf(orderId, 2);
    await decide(first!.id, 'edit', { mergePatch: { order: { payments: sound.payments } } });
    await eventually('both are answered', () => told(OrderTaken, orderId).length === 2);
    await place(orderId, unsound);
    await eventually('so is a later one', () => told(OrderTaken, orderId).length === 3);
    expect((await heldOf(orderId, 2)).map(({ state }) => state)).toEqual(['handled', 'handled']);
    expect(told(OrderReversed, orderId)).toEqual([]);
  });
});
