import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type DatabaseConnection, postgresOptions } from '@kervan/service-host';
import { Client, Pool } from 'pg';

/** A pool of pipelined connections, for one purpose. */
export interface PoolOptions {
  readonly database: DatabaseConnection;
  /** What the connections are for; shown in `pg_stat_activity`. */
  readonly name: string;
  readonly max: number;
}

/**
 * How the database is to plan: every statement of a service is a look-up by key, whose cost must not depend on what the
 * statistics of a table that was empty a minute ago, or is a queue, make of it.
 */
const PLANS_BY_INDEX = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin'].map((way) => `-c enable_${way}=off`).join(' ');

/**
 * A connection that prepares each statement with parameters once: to parse and plan one of ours costs more than to run
 * it on a few rows. A statement names the columns that it reads, so that a column that a migration adds does not break
 * the prepared one.
 *
 * Statements that are issued without waiting for one another leave in one write: it wakes the database once.
 */
class PreparingClient extends Client {
  private gathering = false;

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- one body for all overloads of the class above
  override query(config: any, ...rest: any[]): any {
    this.gather();
    const preparable = typeof config === 'string' && Array.isArray(rest[0]);
    return Reflect.apply(super.query, this, [preparable ? { name: nameOf(config), text: config } : config, ...rest]);
  }

  private gather(): void {
    if (this.gathering) return;
    const { stream } = this.connection;
    this.gathering = true;
    stream.cork();
    process.nextTick(() => {
      this.gathering = false;
      stream.uncork();
    });
  }
}

const names = new Map<string, string>();

/**
 * The name of a statement on every connection, as spans and `pg_prepared_statements` show it: `INSERT outbox_message
 * 1f0c9a3e`. Texts are constants of the code, so their number is small.
 */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    const [, verb = ''] = /^\s*(\w+)/.exec(text) ?? [];
    const [, table = ''] = /\b(?:FROM|INTO|UPDATE)\s+(\w+)/.exec(text) ?? [];
    name = `${verb} ${table} ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    names.set(text, name);
  }
  return name;
}

/**
 * Opens a pool whose callers never wait for ever: 2 s for a connection, 5 s for a statement (15 s where the database
 * does not even answer that it gave up), 10 s idle in a transaction. Each new connection uses the password of its moment.
 */
export function openPool({ database, name, max }: PoolOptions): Pool {
  const pool = new Pool({
    ...postgresOptions(database),
    application_name: name,
    max,
    pipeline: true,
    options: PLANS_BY_INDEX,
    Client: PreparingClient,
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
