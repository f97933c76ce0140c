import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, testStack } from '@kervan/testing';
import { startPlatform, type Platform } from '@kervan/tools/platform/platform';
import { portCount, portsOf } from '@kervan/tools/platform/ports';
import { secretsOf } from '@kervan/tools/platform/secrets';
import type { ServiceName } from '@kervan/tools/platform/services';
import type { ManagedProcess } from '@kervan/tools/stack/managed-process';
import { postgresFolder, startPostgres } from '@kervan/tools/stack/postgres';
import { freePorts } from '@kervan/tools/stack/preflight';
import { testFolder } from '@kervan/tools/test/test-stack';
import pg from 'pg';
import { endWithThisProcess } from './end-with-this-process.js';
import { endSharedPlatform } from './platforms.js';

/** A standby that there is not: who has to wait for it waits. */
const ABSENT = 'standby_that_is_away';

/** Commits of a service ($1), by the names of its connections. */
const WAITING = `FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND starts_with(application_name, $1 || ' ')`;

/** A Postgres of its own that can be told to wait for a synchronous standby, with services on it. */
export class LonePrimary {
  private constructor(
    readonly platform: Platform,
    private readonly server: ManagedProcess,
    private readonly folder: string,
    private readonly admin: pg.Client,
  ) {}

  /** Starts it and the services, in about 20 s; Kafka and registry are those of the test run. */
  static async start(only: readonly ServiceName[]): Promise<LonePrimary> {
    await endSharedPlatform();
    const folder = join(testFolder, 'platform', 'lone-primary');
    const ports = portsOf(await freePorts(portCount));
    const secrets = secretsOf(folder);
    const { kafkaBrokers, schemaRegistryUrl } = testStack();
    const logFile = join(folder, 'logs', 'postgres.log');
    const server = startPostgres({ folder: join(folder, 'postgres'), port: ports.postgres, password: secrets.postgresPassword, logFile });
    endWithThisProcess(server);
    await server.ready();
    const databaseUrl = `postgres://postgres:${secrets.postgresPassword}@127.0.0.1:${ports.postgres}/postgres`;
    const admin = new pg.Client({ connectionString: databaseUrl });
    await admin.connect();
    const stack = {
      kind: 'given' as const,
      kafkaBrokers: kafkaBrokers.join(','),
      schemaRegistryUrl,
      databaseUrl,
      registryReady: Promise.resolve(),
      stop: () => Promise.resolve(),
    };
    const platform = await startPlatform({ folder, ports, secrets, stack, only, onStart: endWithThisProcess });
    return new LonePrimary(platform, server, folder, admin);
  }

  /** From now on every commit that writes waits for a standby, and there is none. */
  async loseStandby(): Promise<void> {
    await this.setStandby(ABSENT);
  }

  /** Lets all who wait go, as when the standby is back. */
  async findStandby(): Promise<void> {
    await this.setStandby('');
  }

  /** How many commits of a service wait for the standby. */
  async waiting(service: ServiceName): Promise<number> {
    return (await this.admin.query(`SELECT 1 ${WAITING}`, [service])).rows.length;
  }

  /** Cuts the connections of a service that wait: what they wrote is committed here, and on no standby. */
  async cutWaiting(service: ServiceName): Promise<void> {
    await this.admin.query(`SELECT pg_terminate_backend(pid) ${WAITING}`, [service]);
  }

  async stop(): Promise<void> {
    await this.findStandby();
    await this.platform.stop();
    await this.admin.end();
    await this.server.stop();
    rmSync(postgresFolder(join(this.folder, 'postgres')), { recursive: true, force: true });
  }

  private async setStandby(name: string): Promise<void> {
    await this.admin.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
    await this.admin.query('SELECT pg_reload_conf()');
    await eventually('connections know it', async () => {
      const sql = `SELECT current_setting('synchronous_standby_names') AS names`;
      return (await this.admin.query<{ names: string }>(sql)).rows[0]?.names === name;
    });
  }
}
