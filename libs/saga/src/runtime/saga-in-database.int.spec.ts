import { AmendOrder, catalogue, OrderTaken, SalesOrderPosted } from '@kervan/contracts';
import { newId, registerSchemas, RetryableFailure, type Transaction } from '@kervan/messaging';
import { testStack } from '@kervan/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandIdOf } from '../core/turn.js';
import { sale } from '../fixtures/sale.saga.js';
import { paymentOf } from './fixtures/payment.js';
import { ACCEPTED_AT, sagaDatabase, type SagaDatabase } from './fixtures/saga-database.js';
import { SagaRuntime, versionsOf } from './saga-runtime.js';
import { sagaStore, type SagaStore } from './saga-store.js';

describe('a saga in the database', () => {
  let stage: SagaDatabase;
  let orderId: string;

  beforeAll(() => registerSchemas({ url: testStack().schemaRegistryUrl }, catalogue));

  beforeEach(async () => {
    stage = await sagaDatabase();
    ({ orderId } = stage);
  });

  afterEach(() => stage.close());

  const runtime = () => new SagaRuntime(versionsOf(sale), catalogue, sagaStore);
  const timers = () => stage.sql('SELECT name FROM scheduled_message');

  it('sets the timer of its step with the same commit', async () => {
    await stage.core.chunks.run((db) => stage.take(db, stage.placed));

    expect(await timers()).toEqual([{ name: `sale:${orderId}` }]);
  });

  it('waits for ever when the timer is not stored with it (control)', async () => {
    await stage.core.chunks.run((db) => {
      const message = stage.received(stage.placed);
      const tx = Object.assign(Object.create(db.causedBy(message)) as Transaction, { schedule: () => undefined });
      return runtime().handleAll([{ message, tx }], db);
    });

    expect(await timers()).toEqual([]);
    expect(await stage.sql('SELECT status FROM saga_instance')).toEqual([{ status: 'running' }]);
  });

  it('is told again as what it was taken, by the stored order, where an amendment has no effect', async () => {
    const act = { actId: newId(), by: 'Ada', reason: 'sold for less', mergePatch: '{}', seenRevision: 7, seenCode: null };
    await stage.core.transactions.run((db) => stage.take(db, stage.placed));
    await stage.core.transactions.run((db) => stage.take(db, AmendOrder.of({ orderId, ...act })));

    expect(await stage.history()).toEqual(['started', 'ignored']);
    expect(await stage.sent(OrderTaken.fullName)).toHaveLength(2);
  });

  it('takes several inputs of one chunk in their order, and is written once', async () => {
    const commandId = commandIdOf({ id: orderId, acceptedAt: ACCEPTED_AT }, 'post-order', 1);
    const inputs = [
      paymentOf(orderId),
      stage.placed,
      SalesOrderPosted.of({ orderId, commandId, erpNumber: 'SO-1' }),
    ].map(stage.received);
    await stage.core.chunks.run((db) =>
      runtime().handleAll(
        inputs.map((message) => ({ message, tx: db.causedBy(message) })),
        db,
      ),
    );

    const [row] = await stage.sql<{ step: string; revision: number; state: { early: unknown[] } }>(
      'SELECT step, revision, state FROM saga_instance',
    );
    expect(row).toMatchObject({ step: 'issue-invoice', revision: 2, state: { early: [{ kind: 'event' }] } });
    expect(await stage.sql('SELECT 1 FROM saga_early_message')).toEqual([]);
    expect(await stage.sent('kervan.erp.PostSalesOrder')).toHaveLength(1);
    expect(await stage.sent('kervan.invoicing.IssueInvoice')).toHaveLength(1);
    expect(await timers()).toHaveLength(1);
  });

  it('keeps to the version that it started with, and is held where a build lacks it', async () => {
    const commandId = commandIdOf({ id: orderId, acceptedAt: ACCEPTED_AT }, 'post-order', 1);
    const next = { ...sale, version: 2, steps: sale.steps.filter(({ name }) => name !== 'issue-invoice') };
    const reply = SalesOrderPosted.of({ orderId, commandId, erpNumber: 'SO-1' });
    await stage.core.chunks.run((db) => stage.take(db, stage.placed));

    const withoutIt = stage.core.chunks.run((db) => stage.take(db, reply, sagaStore, next));
    await expect(withoutIt).rejects.toThrow(RetryableFailure);
    await stage.core.chunks.run((db) => stage.take(db, reply, sagaStore, sale, next));

    expect(await stage.sql('SELECT version, step FROM saga_instance')).toEqual([
      { version: 1, step: 'issue-invoice' },
    ]);
  });

  it('uses a reply that came before its start, and does not send the command again', async () => {
    const commandId = commandIdOf({ id: orderId, acceptedAt: ACCEPTED_AT }, 'post-order', 1);
    await stage.core.chunks.run((db) => stage.take(db, SalesOrderPosted.of({ orderId, commandId, erpNumber: 'SO-1' })));
    await stage.core.chunks.run((db) => stage.take(db, stage.placed));

    expect(await stage.sent('kervan.erp.PostSalesOrder')).toHaveLength(0);
    expect(await stage.sent('kervan.invoicing.IssueInvoice')).toHaveLength(1);
    expect(await stage.sql('SELECT 1 FROM saga_early_message')).toEqual([]);
  });

  it('sends a command that has been answered when early replies are not kept (control)', async () => {
    const forgetful: SagaStore = { ...sagaStore, keep: async () => undefined };
    const commandId = commandIdOf({ id: orderId, acceptedAt: ACCEPTED_AT }, 'post-order', 1);
    const reply = SalesOrderPosted.of({ orderId, commandId, erpNumber: 'SO-1' });
    await stage.core.chunks.run((db) => stage.take(db, reply, forgetful));
    await stage.core.chunks.run((db) => stage.take(db, stage.placed, forgetful));

    expect(await stage.sent('kervan.erp.PostSalesOrder')).toHaveLength(1);
  });
});
