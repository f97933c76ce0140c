import pg from 'pg';

/** What the database was set to; a benchmark of a careless one means nothing. */
export interface DatabaseSettings {
  readonly version: string;
  readonly fsync: string;
  readonly synchronousCommit: string;
}

/** Looks at the database server as its superuser. */
export class DatabaseWatch {
  private constructor(private readonly client: pg.Client) {}

  static async open(databaseUrl: string): Promise<DatabaseWatch> {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bench' });
    await client.connect();
    return new DatabaseWatch(client);
  }

  /** @throws unless what is committed is on the disk. */
  async settings(): Promise<DatabaseSettings> {
    const { rows } = await this.client.query<DatabaseSettings>(
      `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
         current_setting('synchronous_commit') AS "synchronousCommit"`,
    );
    const settings = rows[0] as DatabaseSettings;
    if (settings.fsync !== 'on' || settings.synchronousCommit !== 'on') throw new Error('fsync and synchronous_commit must be on');
    return settings;
  }

  /** Transactions committed so far, of all databases; the server counts them up to a second late. */
  async commits(): Promise<number> {
    const { rows } = await this.client.query<{ sum: string }>('SELECT sum(xact_commit) AS sum FROM pg_stat_database');
    return Number(rows[0]?.sum);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
