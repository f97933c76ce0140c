import { catalogue, OrderPlaced, PaymentMatched, SalesOrderPosted, type Message } from '@kervan/contracts';
import {
  createMessagingCore,
  derivedId,
  messagingMigrations,
  newId,
  registerSchemas,
  RetryableFailure,
  type DatabaseTransaction,
  type MessagingCore,
  type Received,
  type Transaction,
} from '@kervan/messaging';
import { eventually, freshDatabase, testStack, type FreshDatabase } from '@kervan/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandIdOf } from '../core/turn.js';
import { webOrder } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { sagaMigrations } from '../migrations/saga-migrations.js';
import { SagaReader } from './saga-reader.js';
import { SagaRuntime, versionsOf } from './saga-runtime.js';
import { sagaStore, type SagaStore } from './saga-store.js';

const ACCEPTED_AT = Date.UTC(2026, 10, 21, 7, 15);

describe('a saga in the database', () => {
  let database: FreshDatabase;
  let core: MessagingCore;
  let orderId: string;

  beforeAll(() => registerSchemas({ url: testStack().schemaRegistryUrl }, catalogue));

  beforeEach(async () => {
    const { kafkaBrokers, schemaRegistryUrl } = testStack();
    database = await freshDatabase([...messagingMigrations, ...sagaMigrations]);
    core = createMessagingCore({
      service: 'order-orchestrator',
      catalogue,
      kafka: { brokers: kafkaBrokers },
      registry: { url: schemaRegistryUrl },
      database,
    });
    await core.schemas.start(catalogue.topics.flatMap(({ records }) => records));
    orderId = newId();
  });

  afterEach(async () => {
    await core.stop();
    await database.drop();
  });

  const runtime = (store: SagaStore = sagaStore, ...versions: (typeof sale)[]) =>
    new SagaRuntime(versionsOf(...(versions.length > 0 ? versions : [sale])), catalogue, store);

  const received = (message: Message): Received<unknown> => ({
    ...message,
    id: derivedId(ACCEPTED_AT, newId()),
    topic: 'any',
    partition: 0,
    offset: 0n,
    key: orderId,
    time: new Date(ACCEPTED_AT).toISOString(),
    acceptedAt: ACCEPTED_AT,
    correlationId: 'test',
    headers: {},
  });

  const take = (db: DatabaseTransaction, message: Message, store?: SagaStore): Promise<void> => {
    const input = received(message);
    return runtime(store).handleAll([{ message: input, tx: db.causedBy(input) }], db);
  };

  const placed = () => OrderPlaced.of({ orderId, order: webOrder });
  const sent = (type: string) =>
    core.database.query<{ id: string }>(
      `SELECT id FROM outbox_message WHERE headers::text LIKE '%' || $1 || '%' ORDER BY id`,
      [type],
    );

  const someoneWaits = async (): Promise<boolean> => {
    const waiting = await core.database.query(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return waiting.length > 0;
  };

  const timers = () => core.database.query('SELECT name FROM scheduled_message');

  /**
   * Two owners take the start at the same time: the second cannot see what the first has not committed.
   *
   * @param store one whose start does not wait for the other owner.
   */
  const twoOwners = async (store?: SagaStore): Promise<void> => {
    const [first, second] = await Promise.all([core.chunks.begin(), core.chunks.begin()]);
    await take(first, placed(), store);
    const racing = take(second, placed(), store);
    if (store) await racing;
    else await eventually('the second owner waits for the first', someoneWaits);
    await first.commit();
    await racing;
    await second.commit();
  };

  it('is counted by its status, and by how long it has waited for a person', async () => {
    const reader = new SagaReader(database, versionsOf(sale));
    await core.transactions.run((db) => take(db, placed()));
    const counts = async () => Object.fromEntries((await reader.standing()).map(({ labels, count }) => [labels['status'], count]));
    expect(await counts()).toEqual({ running: 1, waiting: 0, needs_attention: 0, paused: 0 });
    expect(await reader.attention()).toEqual({ count: 0, oldestSeconds: null });

    await core.database.query(
      `UPDATE saga_instance SET status = 'needs_attention', deadline_at = NULL, attention_code = 'dead', attention_since = now() - interval '1 hour'`,
    );
    expect(await counts()).toEqual({ running: 0, waiting: 0, needs_attention: 1, paused: 0 });
    const { count, oldestSeconds } = await reader.attention();
    expect([count, Math.round(oldestSeconds! / 60)]).toEqual([1, 60]);
    await reader.close();
  });

  it('started by two owners at once is one saga with one command, and both get the receipt', async () => {
    await twoOwners();

    expect(await core.database.query('SELECT id FROM saga_instance')).toHaveLength(1);
    expect(await sent('kervan.erp.PostSalesOrder')).toHaveLength(1);
    expect(await sent('kervan.fulfilment.OrderTaken')).toHaveLength(2);
    expect(await core.database.query('SELECT effect FROM saga_history ORDER BY revision')).toEqual([
      { effect: 'started' },
      { effect: 'taken-again' },
    ]);
  });

  it('started by two owners at once is two sagas with two commands without the unique start (control)', async () => {
    const unguarded: SagaStore = {
      ...sagaStore,
      start: (db, fresh, now) => sagaStore.start(rewriting(db, 'ON CONFLICT (id) DO NOTHING', ''), fresh, now),
    };
    for (const table of ['saga_instance', 'saga_history', 'saga_order_body']) {
      await core.database.query(`ALTER TABLE ${table} DROP CONSTRAINT pk_${table}`);
    }
    await twoOwners(unguarded);

    expect(await core.database.query('SELECT id FROM saga_instance')).toHaveLength(2);
    expect(await sent('kervan.erp.PostSalesOrder')).toHaveLength(2);
  });

  it('sets the timer of its step with the same commit', async () => {
    await core.chunks.run((db) => take(db, placed()));

    expect(await timers()).toEqual([{ name: `sale:${orderId}` }]);
  });

  it('waits for ever when the timer is not stored with it (control)', async () => {
    await core.chunks.run((db) => {
      const message = received(placed());
      const tx = Object.assign(Object.create(db.causedBy(message)) as Transaction, { schedule: () => undefined });
      return runtime().handleAll([{ message, tx }], db);
    });

    expect(await timers()).toEqual([]);
    expect(await core.database.query('SELECT status FROM saga_instance')).toEqual([{ status: 'running' }]);
  });

  it('takes several inputs of one chunk in their order, and is written once', async () => {
    const commandId = commandIdOf({ id: orderId, acceptedAt: ACCEPTED_AT }, 'post-order', 1);
    const inputs = [
      PaymentMatched.of({
        orderId,
        invoiceNumber: 'KRV2026000000001',
        amountMinor: 12_000,
        currency: 'TRY',
        valueDate: '2026-11-21',
        statementReference: 'S-1',
        matchedAt: '2026-11-21T09:00:00.000Z',
        settlesOrder: false,
      }),
      placed(),
      SalesOrderPosted.of({ orderId, commandId, erpNumber: 'SO-1' }),
    ].map(received);
    await core.chunks.run((db) =>
      runtime().handleAll(
        inputs.map((message) => ({ message, tx: db.causedBy(message) })),
        db,
      ),
    );

    const [row] = await core.database.query<{ step: string; revision: number; state: { early: unknown[] } }>(
      'SELECT step, revision, state FROM saga_instance',
    );
    expect(row).toMatchObject({ step: 'issue-invoice', revision: 2, state: { early: [{ kind: 'event' }] } });
    expect(await core.database.query('SELECT 1 FROM saga_early_message')).toEqual([]);
    expect(await sent('kervan.erp.PostSalesOrder')).toHaveLength(1);
    expect(await sent('kervan.invoicing.IssueInvoice')).toHaveLength(1);
    expect(await timers()).toHaveLength(1);
  });

  it('keeps to the version that it started with, and is held where a build lacks it', async () => {
    const commandId = commandIdOf({ id: orderId, acceptedAt: ACCEPTED_AT }, 'post-order', 1);
    const next = { ...sale, version: 2, steps: sale.steps.filter(({ name }) => name !== 'issue-invoice') };
    const reply = received(SalesOrderPosted.of({ orderId, commandId, erpNumber: 'SO-1' }));
    await core.chunks.run((db) => take(db, placed()));

    const withoutIt = core.chunks.run((db) =>
      runtime(sagaStore, next).handleAll([{ message: reply, tx: db.causedBy(reply) }], db),
    );
    await expect(withoutIt).rejects.toThrow(RetryableFailure);
    await core.chunks.run((db) =>
      runtime(sagaStore, sale, next).handleAll([{ message: reply, tx: db.causedBy(reply) }], db),
    );

    expect(await core.database.query('SELECT version, step FROM saga_instance')).toEqual([
      { version: 1, step: 'issue-invoice' },
    ]);
  });

  it('uses a reply that came before its start, and does not send the command again', async () => {
    const commandId = commandIdOf({ id: orderId, acceptedAt: ACCEPTED_AT }, 'post-order', 1);
    await core.chunks.run((db) => take(db, SalesOrderPosted.of({ orderId, commandId, erpNumber: 'SO-1' })));
    await core.chunks.run((db) => take(db, placed()));

    expect(await sent('kervan.erp.PostSalesOrder')).toHaveLength(0);
    expect(await sent('kervan.invoicing.IssueInvoice')).toHaveLength(1);
    expect(await core.database.query('SELECT 1 FROM saga_early_message')).toEqual([]);
  });

  it('sends a command that has been answered when early replies are not kept (control)', async () => {
    const forgetful: SagaStore = { ...sagaStore, keep: async () => undefined };
    const commandId = commandIdOf({ id: orderId, acceptedAt: ACCEPTED_AT }, 'post-order', 1);
    const reply = SalesOrderPosted.of({ orderId, commandId, erpNumber: 'SO-1' });
    await core.chunks.run((db) => take(db, reply, forgetful));
    await core.chunks.run((db) => take(db, placed(), forgetful));

    expect(await sent('kervan.erp.PostSalesOrder')).toHaveLength(1);
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
