import { Client, Pool } from 'pg';

/**
 * A pool of connections of a test's own; end it before the database is dropped.
 *
 * A pool says that it has ended before its connections are gone. The drop that follows may end them first, by force, which
 * must not become an error that nothing catches: it is no matter to any test.
 */
export function ownPool(connectionString: string, max = 10): Pool {
  const pool = new Pool({ connectionString, max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** A connection of a test's own, open. Where a failed test leaves it so, the drop of its database ends it without a word. */
export async function ownConnection(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
