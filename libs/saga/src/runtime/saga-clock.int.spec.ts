import { catalogue, StepDeadlineReached } from '@kervan/contracts';
import { registerSchemas } from '@kervan/messaging';
import { eventually, testStack } from '@kervan/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sale } from '../fixtures/sale.saga.js';
import { sagaDatabase, type SagaDatabase } from './fixtures/saga-database.js';
import { sagaStore } from './saga-store.js';

const HOUR_MS = 3_600_000;
const WITHIN_MS = 100;
const hasty = { ...sale, steps: sale.steps.map((step) => ({ ...step, within: WITHIN_MS })) };

describe.each([
  ['an hour behind', -HOUR_MS],
  ['an hour ahead', HOUR_MS],
])('a saga on a machine whose clock is %s', (_how, byMs) => {
  let stage: SagaDatabase;

  beforeAll(() => registerSchemas({ url: testStack().schemaRegistryUrl }, catalogue));

  beforeEach(async () => {
    stage = await sagaDatabase();
    const { now } = Date;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + byMs);
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await stage.close();
  });

  const deadlineComes = async (): Promise<void> => {
    const isDue = async () => (await stage.sql('SELECT FROM scheduled_message WHERE due_at <= now()')).length > 0;
    await eventually('the timer is due by the clock that it goes by', isDue);
    const reached = StepDeadlineReached.of({ orderId: stage.orderId, step: 'post-order', attempt: 1 });
    await stage.core.chunks.run((db) => stage.take(db, reached, sagaStore, hasty));
  };

  it('asks again at its deadline and a person at the next one, each once, and dates it by the database', async () => {
    await stage.core.chunks.run((db) => stage.take(db, stage.placed, sagaStore, hasty));
    await deadlineComes();
    await deadlineComes();

    expect(await stage.history()).toEqual(['started', 'asked-again', 'needs-attention']);
    const dates = await stage.sql<{ isNow: boolean }>(
      `SELECT abs(extract(epoch FROM now() - at)) < 60 AS "isNow"
       FROM saga_instance, LATERAL unnest(ARRAY[started_at, updated_at, attention_since]) at`,
    );
    expect(dates.map(({ isNow }) => isNow)).toEqual([true, true, true]);
  });
});
