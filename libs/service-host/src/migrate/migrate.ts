import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, MigrationExecutor, type MigrationInterface, QueryFailedError } from 'typeorm';
import type { DatabaseConnection } from '../config/connections.js';
import { postgresOptions } from '../config/postgres-options.js';
import { MIGRATION_TABLE, tableRights } from '../database/table-rights.js';
import { LOCK_TIMEOUT, untilUnlocked } from '../database/until-unlocked.js';
import type { Health } from '../health/health-registry.js';
import { createLogger } from '../log/logger.js';

/** A migration, and what it says of the tables that it makes. */
export interface MigrationClass {
  new (): MigrationInterface;
  readonly name: string;
  /** Those of its tables whose rows are only ever added: the service may neither change nor delete them. */
  readonly appendOnly?: readonly string[];
}

const LOOK_EVERY_MS = 200;

/** A migration lets those who queue behind it go on soon, and a process that is gone leaves no statement behind. */
const SESSION = `-c lock_timeout=${LOCK_TIMEOUT} -c client_connection_check_interval=5s`;

/**
 * Brings a service's database to the version of its code; running it again, or twice at once, changes nothing.
 *
 * Each migration commits by itself, so that one that dies half way is run again. One that needs a table which others hold, such
 * as a dump, keeps nobody from it for longer than two seconds, and is tried again until it gets it. An advisory transaction lock,
 * held on its own connection for as long as the run lasts, makes a second run wait. Needs the role that owns the schema; at the
 * end it gives the service its rights on every table, all at once.
 *
 * @returns the names of the migrations that were run.
 */
export async function migrate(
  service: string,
  database: DatabaseConnection,
  migrations: readonly MigrationClass[],
): Promise<string[]> {
  const lock = new Client({ ...postgresOptions(database), application_name: `${service} migrate` });
  lock.on('error', () => undefined); // told by the statement that comes next
  await lock.connect();
  try {
    await lock.query('BEGIN');
    await awaitTurn(lock);
    const done = await run(service, database, migrations);
    await lock.query(tableRights(migrations.flatMap(({ appendOnly = [] }) => appendOnly)));
    await lock.query('COMMIT');
    return done;
  } finally {
    await lock.end();
  }
}

/** Asks until it is its turn: a statement that waited would be waited for by an index that the other run builds concurrently. */
async function awaitTurn(lock: Client): Promise<void> {
  const isTurn = `SELECT pg_try_advisory_xact_lock(hashtextextended('migrate', 0)) AS turn`;
  while (!(await lock.query<{ turn: boolean }>(isTurn)).rows[0]?.turn) await delay(LOOK_EVERY_MS);
}

async function run(service: string, database: DatabaseConnection, migrations: readonly MigrationClass[]): Promise<string[]> {
  const logger = createLogger(service, 'info');
  const source = new DataSource({
    type: 'postgres',
    extra: { ...postgresOptions(database), keepAlive: true, options: SESSION },
    migrations: [...migrations],
    migrationsTableName: MIGRATION_TABLE,
  });
  await source.initialize();
  try {
    const executor = new MigrationExecutor(source);
    const missing = (await executor.getPendingMigrations()).map(({ name }) => name);
    await untilUnlocked(
      () => source.runMigrations({ transaction: 'each' }),
      async (error) => {
        const [next] = await executor.getPendingMigrations();
        const statement = error instanceof QueryFailedError ? error.query : undefined;
        logger.warn({ migration: next?.name, statement, reason: error.message }, 'a migration waits for a lock that others hold');
      },
    );
    return missing;
  } finally {
    await source.destroy();
  }
}

/** Reads rows; whatever runs SQL. */
export type ReadRows = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** A readiness check: the database is reachable, and holds every migration of the code. */
export function migrationsApplied(read: ReadRows, migrations: readonly MigrationClass[]): () => Promise<Health> {
  const needed = migrations.map((migration) => new migration().name ?? migration.name);
  return async () => {
    const applied = new Set((await read(`SELECT name FROM ${MIGRATION_TABLE}`)).map(({ name }) => name));
    return needed.every((name) => applied.has(name)) ? { ok: true } : { ok: false, reason: 'migrations-missing' };
  };
}
