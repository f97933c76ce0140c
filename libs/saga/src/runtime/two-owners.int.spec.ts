import { catalogue, OrderPlaced, type Message } from '@kervan/contracts';
import { newId, registerSchemas, type DatabaseTransaction } from '@kervan/messaging';
import { eventually, testStack } from '@kervan/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { webOrder } from '../fixtures/sale.happenings.js';
import { paymentOf } from './fixtures/payment.js';
import { sagaDatabase, type SagaDatabase } from './fixtures/saga-database.js';
import { sagaStore, type SagaStore } from './saga-store.js';

/** Waits for nobody where a saga does not exist, as a former release does. */
const heedless: SagaStore = { ...sagaStore, awaitTurn: async () => undefined };

describe('a saga that two owners have at once', () => {
  let stage: SagaDatabase;
  let orderId: string;
  let placed: Message;
  let paid: Message;

  beforeAll(() => registerSchemas({ url: testStack().schemaRegistryUrl }, catalogue));

  beforeEach(async () => {
    stage = await sagaDatabase();
    ({ orderId, placed } = stage);
    paid = paymentOf(orderId);
  });

  afterEach(() => stage.close());

  /** The second owner takes its message before the first one has committed; it waits for that, or cannot see it. */
  const atOnce = async (one: Message, other: Message, store: SagaStore, waits: boolean): Promise<void> => {
    const [first, second] = await Promise.all([stage.core.chunks.begin(), stage.core.chunks.begin()]);
    await stage.take(first, one, store);
    const racing = stage.take(second, other, store);
    if (waits) await eventually('the second owner waits for the first', stage.someoneWaits);
    else await racing;
    await first.commit();
    await racing;
    await second.commit();
  };

  const earlyInSagas = async () =>
    (await stage.sql<{ early: unknown[] }>(`SELECT state -> 'early' AS early FROM saga_instance`)).flatMap(({ early }) => early);
  const keptForLater = () => stage.sql('SELECT 1 FROM saga_early_message');

  it.each([
    ['', sagaStore],
    [' by a release that does not wait for its turn', heedless],
  ])('is started once%s, with one command, and both get the receipt', async (_by, store) => {
    await atOnce(placed, placed, store, true);

    expect(await stage.sql('SELECT id FROM saga_instance')).toHaveLength(1);
    expect(await stage.sent('kervan.erp.PostSalesOrder')).toHaveLength(1);
    expect(await stage.sent('kervan.fulfilment.OrderTaken')).toHaveLength(2);
    expect(await stage.history()).toEqual(['started', 'taken-again']);
  });

  it('is started twice, with two commands, without turn and unique start (control)', async () => {
    const unguarded: SagaStore = {
      ...heedless,
      start: (db, fresh, now) => sagaStore.start(rewriting(db, 'ON CONFLICT (id) DO NOTHING', ''), fresh, now),
    };
    for (const table of ['saga_instance', 'saga_history', 'saga_order_body']) {
      await stage.sql(`ALTER TABLE ${table} DROP CONSTRAINT pk_${table}`);
    }
    await atOnce(placed, placed, unguarded, false);

    expect(await stage.sql('SELECT id FROM saga_instance')).toHaveLength(2);
    expect(await stage.sent('kervan.erp.PostSalesOrder')).toHaveLength(2);
  });

  it('has the event that comes while it starts', async () => {
    await atOnce(placed, paid, sagaStore, true);

    expect(await stage.history()).toEqual(['started', 'kept-early']);
    expect(await earlyInSagas()).toHaveLength(1);
    expect(await keptForLater()).toEqual([]);
  });

  it('has the event that is being kept when it starts', async () => {
    await atOnce(paid, placed, sagaStore, true);

    expect(await stage.history()).toEqual(['started']);
    expect(await earlyInSagas()).toHaveLength(1);
    expect(await keptForLater()).toEqual([]);
  });

  it.each([
    ['while it starts', () => [placed, paid] as const],
    ['just before', () => [paid, placed] as const],
  ])('never has the event that comes %s when no owner waits for its turn (control)', async (_when, inOrder) => {
    const [one, other] = inOrder();
    await atOnce(one, other, heedless, false);

    expect(await stage.history()).toEqual(['started']);
    expect(await earlyInSagas()).toEqual([]);
    expect(await keptForLater()).toHaveLength(1);
  });

  it('forgets of what was kept only what it has', async () => {
    const other = await stage.core.chunks.begin();
    await stage.take(other, paid, heedless);
    const overtaken: SagaStore = {
      ...heedless,
      async start(db, fresh, now) {
        await other.commit();
        return sagaStore.start(db, fresh, now);
      },
    };
    await stage.core.chunks.run((db) => stage.take(db, paymentOf(orderId)));
    await stage.core.chunks.run((db) => stage.take(db, placed, overtaken));

    expect(await earlyInSagas()).toHaveLength(1);
    expect(await keptForLater()).toHaveLength(1);
  });

  it('has one owner give way where each starts what the other has an event for', async () => {
    const otherId = newId();
    const [first, second] = await Promise.all([stage.core.chunks.begin(), stage.core.chunks.begin()]);
    await stage.take(first, placed);
    await stage.take(second, OrderPlaced.of({ orderId: otherId, order: webOrder }));
    const ends = await Promise.allSettled([
      stage.take(first, paymentOf(otherId)).then(() => first.commit()),
      stage.take(second, paid).then(() => second.commit()),
    ]);

    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    expect(refusals).toEqual([expect.objectContaining({ code: '40P01' })]); // transient: its chunk runs again
    await Promise.all([first.rollback(), second.rollback()]);
  });
});

/** A transaction whose statements lack a part. */
function rewriting(db: DatabaseTransaction, part: string, instead: string): DatabaseTransaction {
  return {
    query: (sql, params) => db.query(sql.replace(part, instead), params),
    causedBy: (cause) => db.causedBy(cause),
    confirm: () => db.confirm(),
  };
}
