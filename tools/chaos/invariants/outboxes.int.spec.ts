import { randomUUID } from 'node:crypto';
import { messagingMigrations } from '@kervan/messaging';
import { createDatabase, migrate } from '@kervan/service-host';
import { serviceDatabase, testStack, type ServiceDatabase } from '@kervan/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceName } from '../../platform/services.js';
import { inEveryDatabase } from './databases.js';
import { committedIn, recordOutboxes } from './outboxes.js';

describe('what an outbox was ever given', () => {
  let database: ServiceDatabase;
  let client: pg.Client;
  let installation: Parameters<typeof recordOutboxes>[0];

  beforeAll(async () => {
    database = await serviceDatabase({ createDatabase, migrate }, messagingMigrations);
    const name = new URL(database.url).pathname.slice(1) as ServiceName;
    const stack = { databaseUrl: testStack().databaseUrl } as Parameters<typeof recordOutboxes>[0]['stack'];
    installation = { stack, databaseUrls: new Map([[name, database.url]]) };
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const committed = async () => (await inEveryDatabase(installation, committedIn))[0];

  async function give(end: 'COMMIT' | 'ROLLBACK'): Promise<string> {
    const messageId = randomUUID();
    await client.query('BEGIN');
    await client.query(`INSERT INTO outbox_message (lane, topic, message_id, headers) VALUES (0, 'a.topic.v1', $1, '{}')`, [messageId]);
    await client.query(end);
    return messageId;
  }

  it('is not known where nobody has had it remembered', async () => {
    expect(await committed()).toBeUndefined();
  });

  it('is what transactions have committed, also once it was sent and deleted, whatever rights the service has', async () => {
    await recordOutboxes(installation);
    await recordOutboxes(installation);
    const kept = await give('COMMIT');
    await give('ROLLBACK');
    await client.query('DELETE FROM outbox_message');
    expect(await committed()).toEqual([{ topic: 'a.topic.v1', messageId: kept }]);
    await expect(client.query('SELECT FROM checker.committed')).rejects.toThrow('permission denied');
  });
});
