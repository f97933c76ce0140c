import pg from 'pg';

/** What the database was set to; a benchmark of a careless one means nothing. */
export interface DatabaseSettings {
  readonly version: string;
  readonly fsync: string;
  readonly synchronousCommit: string;
}

/** What the whole server has done up to an instant, or between two. */
export interface DatabaseWork {
  /** Transactions that wrote, a savepoint that wrote among them; those that only read are not counted. */
  readonly writes: number;
  /** How often the log was brought to the disk: one time does for all that commit meanwhile. */
  readonly walSyncs: number;
}

/** Who answers a question. */
interface Answering {
  query(sql: string): Promise<{ readonly rows: readonly unknown[] }>;
  end(): Promise<void>;
}

/** Looks at a database server, 18 or newer, as its superuser. */
export class DatabaseWatch {
  constructor(private readonly client: Answering) {}

  static async open(databaseUrl: string): Promise<DatabaseWatch> {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bench' });
    client.on('error', () => undefined); // told to whoever asks next
    await client.connect();
    return new DatabaseWatch(client);
  }

  /** @throws unless what is committed is on the disk. */
  async settings(): Promise<DatabaseSettings> {
    const settings = await this.row<DatabaseSettings>(
      `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
         current_setting('synchronous_commit') AS "synchronousCommit"`,
    );
    if (settings.fsync !== 'on' || settings.synchronousCommit !== 'on') throw new Error('fsync and synchronous_commit must be on');
    return settings;
  }

  /** So far, of all databases. The server tells its syncs up to a second late. */
  async work(): Promise<DatabaseWork> {
    const { next, syncs } = await this.row<{ readonly next: string; readonly syncs: string }>(
      `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next,
         (SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal')::text AS syncs`,
    );
    return { writes: Number(next), walSyncs: Number(syncs) };
  }

  /** Bytes on the disk by database: tables, indexes, and the room in them that is free again; without the log. */
  async sizes(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.client.query(
      'SELECT datname AS name, pg_database_size(oid)::text AS bytes FROM pg_database WHERE NOT datistemplate ORDER BY datname',
    );
    return new Map((rows as readonly { readonly name: string; readonly bytes: string }[]).map(({ name, bytes }) => [name, Number(bytes)]));
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async row<Row>(sql: string): Promise<Row> {
    return (await this.client.query(sql)).rows[0] as Row;
  }
}

/** What was done between two instants. */
export function workBetween(from: DatabaseWork, to: DatabaseWork): DatabaseWork {
  return { writes: to.writes - from.writes, walSyncs: to.walSyncs - from.walSyncs };
}
