import { messagingMigrations } from '@kervan/messaging';
import { sagaMigrations } from '@kervan/saga';
import { createDatabase, migrate } from '@kervan/service-host';
import { serviceDatabase, testStack, type ServiceDatabase } from '@kervan/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceName } from '../../platform/services.js';
import { inEveryDatabase } from './databases.js';
import { rowsOf, TIMER } from './facts.js';

const SAGA = 'eb77e26d-6cd2-8a52-9d1c-2f6a1b3c4d5e';
const DEADLINE = '2026-12-24T10:00:00.000Z';

describe('what the tables of a service say', () => {
  let database: ServiceDatabase;
  let client: pg.Client;
  let installation: Parameters<typeof inEveryDatabase>[0];

  beforeAll(async () => {
    database = await serviceDatabase({ createDatabase, migrate }, [...messagingMigrations, ...sagaMigrations]);
    const name = new URL(database.url).pathname.slice(1) as ServiceName;
    const stack = { databaseUrl: testStack().databaseUrl } as (typeof installation)['stack'];
    installation = { stack, databaseUrls: new Map([[name, database.url]]) };
    client = new pg.Client({ connectionString: database.superuserUrl });
    await client.connect();
  });

  afterEach(() => client.query('DELETE FROM saga_instance; DELETE FROM scheduled_message; DELETE FROM outbox_message; DELETE FROM inbox; DELETE FROM held_message'));

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const rows = async () => (await inEveryDatabase(installation, rowsOf))[0];

  async function waits(deadline: string | null): Promise<void> {
    const attention = deadline === null ? 'needs_attention' : 'waiting';
    await client.query(
      `INSERT INTO saga_instance (id, definition, version, order_number, step, attempt, status, direction, deadline_at, attention_code,
         order_revision, revision, state, started_at, updated_at)
       VALUES ($1, 'a-saga', 1, 'N-1', 'settle', 1, $2, 'forward', $3, 'code', 1, 1, '{}', now(), now())`,
      [SAGA, attention, deadline],
    );
  }

  /** A timer of a name, or what left it, by its table. */
  async function timer(name: string, dueAt: string): Promise<void> {
    await client.query(
      `INSERT INTO scheduled_message (name, due_at, lane, topic, key, message_id, value, headers)
       VALUES ($1, $2, 0, 'a.topic.v1', $3, gen_random_uuid(), '', '{}')`,
      [name, dueAt, Buffer.from(SAGA)],
    );
  }

  const untimed = async () => (await rows())?.sagas?.map((saga) => saga.untimed);

  it.each([
    ['falls with its deadline', `a-saga:${SAGA}`, DEADLINE, false],
    ['falls before its deadline, and is set anew then', `a-saga:${SAGA}`, '2026-12-01T10:00:00.000Z', false],
    ['falls after its deadline', `a-saga:${SAGA}`, '2026-12-24T10:00:00.001Z', true],
    ['is of another saga', 'a-saga:another', DEADLINE, true],
  ])('a saga whose timer %s', async (_how, name, dueAt, is) => {
    await waits(DEADLINE);
    await timer(name, dueAt);
    expect(await untimed()).toEqual([is]);
  });

  it('a saga that has none is without one, unless time plays no part for it', async () => {
    await waits(DEADLINE);
    expect(await untimed()).toEqual([true]);
    await client.query(`DELETE FROM saga_instance`);
    await waits(null);
    expect(await untimed()).toEqual([false]);
  });

  it('a saga whose timer has just fired has it in the outbox', async () => {
    await waits(DEADLINE);
    const sent = 'INSERT INTO outbox_message (lane, topic, key, message_id, value, headers) VALUES (0, $1, $2, gen_random_uuid(), NULL, $3)';
    await client.query(sent, ['a.topic.v1', Buffer.from(SAGA), JSON.stringify({ ce_type: 'kervan.another.Type' })]);
    expect(await untimed()).toEqual([true]);
    await client.query(sent, ['a.topic.v1', Buffer.from(SAGA), JSON.stringify({ ce_type: TIMER })]);
    expect(await untimed()).toEqual([false]);
  });

  it('messages and when they were taken, held and run', async () => {
    const id = 'eb77e26d-6cd2-8a52-9d1c-000000000001';
    const at = new Date('2026-11-21T10:00:00.000Z');
    await client.query('INSERT INTO inbox (consumer, message_id, entered_at) VALUES ($1, $2, $3)', ['c', id, at]);
    await client.query(
      `INSERT INTO held_message (consumer, topic, partition, key, seq, message_id, correlation_id, headers, recorded_at, state, blocks, held_at, resolved_at)
       VALUES ('c', 'a.topic.v1', 0, 'k', 7, $1, 'x', '{}', $2, 'handled', true, $2, $2), ('c', 'a.topic.v1', 0, 'k', 8, $1, 'x', '{}', $2, 'dead', true, $2, NULL)`,
      [id, at],
    );
    const { inbox, held } = (await rows()) ?? {};
    expect([...(inbox ?? [])]).toEqual([[id, at]]);
    expect(held?.map(({ offset, key, heldAt, resolvedAt }) => [offset, key, heldAt, resolvedAt])).toEqual([[7n, 'k', at, at], [8n, 'k', at, null]]);
  });
});
