import { Client } from 'pg';
import type { DatabaseConnection } from '../config/connections.js';
import { postgresOptions } from '../config/postgres-options.js';
import { createLogger } from '../log/logger.js';
import { type DatabaseRoles, databaseStatements } from './database-roles.js';
import { scramVerifier } from './scram-verifier.js';
import { untilUnlocked } from './until-unlocked.js';

/** The passwords of a database's roles; one that is left out stays what it was. */
export interface RolePasswords {
  readonly service?: string;
  readonly migrator?: string;
}

/**
 * Makes sure that a service's database and its two roles are there, with their rights and the given passwords.
 *
 * Safe to run at every start, also while the service runs: what is there is kept, and a table that others hold, such as a dump, is
 * waited for without keeping anyone from it. Tables are the migrations' business.
 */
export async function createDatabase(
  admin: DatabaseConnection,
  roles: DatabaseRoles,
  passwords: RolePasswords,
): Promise<void> {
  const { roles: both, create, access, rights } = databaseStatements(roles);
  await connected(admin, async (client) => {
    for (const statement of both) await client.query(statement);
    const given = [[roles.database, passwords.service], [roles.migrator, passwords.migrator]] as const;
    for (const [role, password] of given) {
      if (password !== undefined) await client.query(`ALTER ROLE "${role}" PASSWORD '${scramVerifier(password)}'`);
    }
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [roles.database]);
    if (rowCount === 0) await client.query(create);
    for (const statement of access) await client.query(statement);
  });
  const url = new URL(admin.url);
  url.pathname = `/${roles.database}`;
  const logger = createLogger(roles.database, 'info');
  await untilUnlocked(
    () =>
      connected({ ...admin, url: url.href }, async (client) => {
        await client.query('BEGIN');
        for (const statement of rights) await client.query(statement);
        await client.query('COMMIT');
      }),
    ({ message }) => logger.warn({ reason: message }, 'the rights of a database wait for a lock that others hold'),
  );
}

async function connected(database: DatabaseConnection, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ ...postgresOptions(database), application_name: 'kervan databases' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
