import pg from 'pg';
import { testStack } from '@kervan/testing';
import type { ServiceName } from '@kervan/tools/platform/services';

/** A connection of a test into a service's database, as superuser: to look, or to hold a lock. */
export async function connectTo(service: ServiceName): Promise<pg.Client> {
  const url = new URL(testStack().databaseUrl);
  url.pathname = `/${service.replaceAll('-', '_')}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}
