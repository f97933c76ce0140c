import { messagingMigrations } from '@kervan/messaging';
import { createDatabase, migrate } from '@kervan/service-host';
import { serviceDatabase, testStack, type ServiceDatabase } from '@kervan/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ServiceName } from '../../platform/services.js';
import { openIn, untilQuiet } from './quiescence.js';

const PATIENCE = { withinMs: 2_500, stillMs: 600 };

describe('whether an installation is quiet', () => {
  let database: ServiceDatabase;
  let client: pg.Client;
  let installation: Parameters<typeof untilQuiet>[0];

  beforeAll(async () => {
    database = await serviceDatabase({ createDatabase, migrate }, messagingMigrations);
    const name = new URL(database.url).pathname.slice(1) as ServiceName;
    const stack = { databaseUrl: testStack().databaseUrl } as Parameters<typeof untilQuiet>[0]['stack'];
    installation = { stack, databaseUrls: new Map([[name, database.url]]) };
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });

  beforeEach(async () => {
    await client.query('DELETE FROM held_message; DELETE FROM consumer_progress');
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function hold(state: string, dueIn: string): Promise<void> {
    await client.query(
      `INSERT INTO held_message (consumer, topic, partition, seq, message_id, correlation_id, headers, recorded_at, state, blocks, due_at)
       VALUES ('c', 'a.topic.v1', 0, 1, gen_random_uuid(), 'x', '{}', now(), $1, false, now() + $2::interval)`,
      [state, dueIn],
    );
  }

  it('is so where nothing moves', async () => {
    expect(await untilQuiet(installation, PATIENCE)).toBe(true);
  });

  it('is not so while positions move', async () => {
    await client.query(`INSERT INTO consumer_progress (consumer, topic, partition, next_offset) VALUES ('c', 'a.topic.v1', 0, 1)`);
    const moving = setInterval(() => void client.query('UPDATE consumer_progress SET next_offset = next_offset + 1'), 100);
    onTestFinished(() => clearInterval(moving));
    expect(await untilQuiet(installation, PATIENCE)).toBe(false);
  });

  it('is not so while a message is run again soon, nor, where that is asked for, while one is run again ever', async () => {
    await hold('waiting', '10 seconds');
    expect(await untilQuiet(installation, PATIENCE)).toBe(false);
    await client.query(`UPDATE held_message SET due_at = now() + interval '10 minutes'`);
    expect(await untilQuiet(installation, PATIENCE)).toBe(true);
    expect(await untilQuiet(installation, { ...PATIENCE, held: 'all' })).toBe(false);
    expect(await openIn(installation, 'all')).toMatch(/ has 1 to send, call or run again$/);
    expect(await openIn(installation)).toContain('nothing waits');
  });

  it('is so where a message waits for a person', async () => {
    await hold('dead', '10 minutes');
    expect(await untilQuiet(installation, { ...PATIENCE, held: 'all' })).toBe(true);
  });
});
