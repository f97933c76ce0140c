import { setTimeout as delay } from 'node:timers/promises';
import { catalogue } from '@kervan/contracts';
import { registerSchemas } from '@kervan/messaging';
import { testStack } from '@kervan/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sale } from '../fixtures/sale.saga.js';
import { sagaDatabase, type SagaDatabase } from './fixtures/saga-database.js';
import { SagaReader } from './saga-reader.js';
import { versionsOf } from './saga-runtime.js';

const LONGER_THAN_A_CONNECTION_IS_AWAITED_MS = 2_500;

describe('the reader of sagas', () => {
  let stage: SagaDatabase;
  let reader: SagaReader;

  beforeAll(() => registerSchemas({ url: testStack().schemaRegistryUrl }, catalogue));

  beforeEach(async () => {
    stage = await sagaDatabase();
    reader = new SagaReader(stage.database, versionsOf(sale));
    await stage.core.transactions.run((db) => stage.take(db, stage.placed));
  });

  afterEach(async () => {
    await reader.close();
    await stage.close();
  });

  it('counts by status, and by how long a person is awaited', async () => {
    const counts = async () => Object.fromEntries((await reader.standing()).map(({ labels, count }) => [labels['status'], count]));
    expect(await counts()).toEqual({ running: 1, waiting: 0, needs_attention: 0, paused: 0 });
    expect(await reader.attention()).toEqual({ count: 0, oldestSeconds: null });

    await stage.sql(
      `UPDATE saga_instance SET status = 'needs_attention', deadline_at = NULL, attention_code = 'dead', attention_since = now() - interval '1 hour'`,
    );
    expect(await counts()).toEqual({ running: 0, waiting: 0, needs_attention: 1, paused: 0 });
    const { count, oldestSeconds } = await reader.attention();
    expect([count, Math.round(oldestSeconds! / 60)]).toEqual([1, 60]);
  });

  it('finds one saga, for an act, while many lists are slow', async () => {
    const locked = Promise.withResolvers<void>();
    const free = Promise.withResolvers<void>();
    const lock = stage.core.transactions.run(async (db) => {
      await db.query('LOCK TABLE saga_instance');
      locked.resolve();
      await free.promise;
    });
    await locked.promise;
    const lists = Promise.allSettled(Array.from({ length: 4 }, () => reader.list({}, { limit: 1 })));
    const stand = reader.stand(stage.orderId);
    await delay(LONGER_THAN_A_CONNECTION_IS_AWAITED_MS);
    free.resolve();
    await lock;

    expect((await stand)?.instance.step).toBe('post-order');
    expect((await lists).map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  });
});
