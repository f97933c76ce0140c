import { databaseRoles } from '@kervan/service-host';
import pg from 'pg';
import type { Installation, ServiceName } from '../../platform/services.js';

/** A service's database, as the one who may do everything sees it. */
export interface Database {
  readonly service: ServiceName;
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** Works on the database of every service of an installation, side by side, as the superuser of its stack. */
export function inEveryDatabase<T>(
  { stack, databaseUrls }: Pick<Installation, 'stack' | 'databaseUrls'>,
  work: (database: Database) => Promise<T>,
): Promise<T[]> {
  return Promise.all([...databaseUrls.keys()].map((service) => inDatabase(stack.databaseUrl, service, work)));
}

async function inDatabase<T>(
  serverUrl: string,
  service: ServiceName,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { href } = Object.assign(new URL(serverUrl), { pathname: `/${databaseRoles(service).database}` });
  const client = new pg.Client({ connectionString: href, application_name: 'kervan invariants' });
  await client.connect();
  try {
    return await work({
      service,
      query: async <Row>(sql: string, params?: readonly unknown[]) => (await client.query(sql, params as unknown[])).rows as Row[],
    });
  } finally {
    await client.end();
  }
}
