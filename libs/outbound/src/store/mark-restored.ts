import { type DatabaseConnection, postgresOptions } from '@kervan/service-host';
import { Client } from 'pg';

/** Thrown when a database is marked while its service is connected to it: its workers must not have started. */
export class ServiceRuns extends Error {
  constructor(service: string) {
    super(`${service} is connected to its database: end all its processes first, and start them afterwards`);
    this.name = 'ServiceRuns';
  }
}

/** The connections of a service tell its name, each with what it is for. */
const CONNECTED = `
  SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND starts_with(application_name, $1 || ' ')`;

/**
 * Any call may have been sent since, up to now: it is asked about first, as one whose worker has died. The lease version
 * rises, so that no result of before is applied.
 */
const MARK = `
  WITH marked AS (
    UPDATE outbound_open_call SET
      state = 'unknown', act = 'look-up', attempts = 0, empty_look_ups = 0, due_at = now(),
      lease_version = lease_version + 1, lease_until = NULL, slot = NULL, slot_epoch = NULL,
      first_sent_at = coalesce(first_sent_at, created_at), last_sent_at = now(),
      uncertain_since = coalesce(uncertain_since, now())
    RETURNING id
  ), freed AS (
    UPDATE lease SET owner = NULL, until = now() WHERE starts_with(name, 'outbound/') AND owner IS NOT NULL
  )
  INSERT INTO outbound_restore (calls) SELECT count(*) FROM marked RETURNING calls`;

/**
 * Makes every open call of a service unknown, after its database was restored to an earlier state and before it starts.
 *
 * What was done between that state and now is not in the database any more. From now on such a call is looked up before
 * it is sent, and so is each that a command asks for which was accepted before now and is read again from its topic.
 * One statement that commits by itself; running it again does no harm.
 *
 * @returns how many calls were open.
 * @throws {ServiceRuns} while the service is connected.
 */
export async function markRestored(service: string, database: DatabaseConnection): Promise<number> {
  const client = new Client({ ...postgresOptions(database), application_name: 'mark restored' });
  await client.connect();
  try {
    if ((await client.query(CONNECTED, [service])).rows.length > 0) throw new ServiceRuns(service);
    return (await client.query<{ calls: number }>(MARK)).rows[0]?.calls ?? 0;
  } finally {
    await client.end();
  }
}
