import { Logger } from '@nestjs/common';
import { Pool } from 'pg';

/** A pool of pipelined connections, for one purpose. */
export interface PoolOptions {
  readonly databaseUrl: string;
  /** What the connections are for; shown in `pg_stat_activity`. */
  readonly name: string;
  readonly max: number;
}

/**
 * Opens a pool whose callers never wait for ever: 2 s for a connection, 5 s for a statement (15 s where the database
 * does not even answer that it gave up), 10 s idle in a transaction.
 */
export function openPool({ databaseUrl, name, max }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: name,
    max,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
    query_timeout: 15_000,
    idle_in_transaction_session_timeout: 10_000,
  });
  const logger = new Logger(`${name} pool`);
  // The pool listens to idle connections only: the loss of one in use would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', ({ message }) => logger.warn({ msg: 'an idle connection was lost', reason: message })); // the error holds its client
  return pool;
}
