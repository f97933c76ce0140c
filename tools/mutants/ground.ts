import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@kervan/contracts';
import { databaseRoles } from '@kervan/service-host';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { recordOutboxes } from '../chaos/invariants/outboxes.js';
import { ensureDatabase } from '../platform/databases.js';
import { preparePlatform, startPrepared, type Platform } from '../platform/platform.js';
import { portCount, portsOf } from '../platform/ports.js';
import { secretsOf } from '../platform/secrets.js';
import { services, type Besides, type Installation, type ServiceName } from '../platform/services.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { startNativeStack } from '../stack/native-stack.js';
import { postgresFolder } from '../stack/postgres.js';
import { freePorts } from '../stack/preflight.js';
import type { Stack } from '../stack/stack.js';
import { deadLettersOf } from '../topics/create-topics.js';

/** Where a ground is made, and who is told of its processes. */
export interface GroundPlan {
  /** Holds all state of the ground and nothing else. */
  readonly folder: string;
  readonly onStart?: (process: ManagedProcess) => void;
  readonly tell?: (sentence: string) => void;
}

/** The console takes no part in what is judged. */
const judged = services.filter((name) => name !== 'console');

/** State of one start that the next one must not find. */
const OF_ONE_START = ['sandbox', 'edi', 'spans', 'logs'];

/**
 * One stack on which a system is started again and again, each time as if for the first time.
 *
 * The databases are prepared once and copied for each start; the topics are emptied.
 */
export class Ground {
  private started?: Promise<Platform>;

  private constructor(
    private readonly plan: GroundPlan,
    private readonly installation: Installation,
  ) {}

  static async open(plan: GroundPlan): Promise<Ground> {
    const { folder, onStart, tell = () => undefined } = plan;
    for (const path of [folder, postgresFolder(join(folder, 'postgres'))]) rmSync(path, { recursive: true, force: true });
    const ports = portsOf(await freePorts(portCount));
    const secrets = secretsOf(folder);
    tell('Kafka, Postgres and the schema registry …');
    const stack = await startNativeStack({ folder, ports, postgresPassword: secrets.postgresPassword, ...(onStart && { onStart }) });
    try {
      const installation = await preparePlatform({ folder, ports, secrets, stack, only: judged, tell });
      await recordOutboxes(installation);
      await onServer(stack, async (query) => {
        for (const service of installation.databaseUrls.keys()) {
          const { database } = databaseRoles(service);
          await query(`ALTER DATABASE "${database}" RENAME TO "${preparedOf(database)}"`);
        }
      });
      return new Ground(plan, installation);
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  /** Starts some services and the sandbox on empty topics, ledgers and databases; stop it before the next start. */
  start(only: readonly ServiceName[], besides: Besides = {}): Promise<Platform> {
    this.started = this.startOnEmpty(only, besides);
    return this.started;
  }

  /** Stops what was started last, also where it is still starting, and the stack. */
  async close(): Promise<void> {
    const platform = await this.started?.catch(() => undefined);
    await platform?.stop();
    await this.installation.stack.stop();
  }

  private async startOnEmpty(only: readonly ServiceName[], besides: Besides): Promise<Platform> {
    const { plan, installation } = this;
    await this.empty();
    const databaseUrls = new Map([...installation.databaseUrls].filter(([service]) => only.includes(service)));
    return startPrepared({ ...installation, databaseUrls, besides }, { only, ...(plan.onStart && { onStart: plan.onStart }) });
  }

  private async empty(): Promise<void> {
    const { folder, stack, secrets, databaseUrls } = this.installation;
    for (const name of OF_ONE_START) rmSync(join(folder, name), { recursive: true, force: true });
    mkdirSync(join(folder, 'spans'));
    await onServer(stack, async (query) => {
      for (const service of databaseUrls.keys()) {
        const { database, migrator } = databaseRoles(service);
        await query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        await query(`CREATE DATABASE "${database}" OWNER "${migrator}" TEMPLATE "${preparedOf(database)}"`);
      }
    });
    const passwords = { service: secrets.servicePassword, migrator: secrets.migratorPassword };
    for (const service of databaseUrls.keys()) await ensureDatabase(stack.databaseUrl, service, passwords);
    await emptyTopics(stack);
  }
}

function preparedOf(database: string): string {
  return `${database}_prepared`;
}

async function onServer(
  { databaseUrl }: Pick<Stack, 'databaseUrl'>,
  work: (query: (sql: string) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await work((sql) => client.query(sql));
  } finally {
    await client.end();
  }
}

/** Drops every record, and what groups remember: a group begins where the log does. */
async function emptyTopics({ kafkaBrokers }: Pick<Stack, 'kafkaBrokers'>): Promise<void> {
  const admin = new Kafka({ brokers: kafkaBrokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    for (const { name: topic } of [...catalogue.topics, ...deadLettersOf(catalogue.topics)]) {
      const ends = await admin.fetchTopicOffsets(topic);
      const partitions = ends.filter(({ high, low }) => BigInt(high) > BigInt(low)).map(({ partition, high }) => ({ partition, offset: high }));
      if (partitions.length > 0) await admin.deleteTopicRecords({ topic, partitions });
    }
    const known = new Set((await admin.listGroups()).groups.map(({ groupId }) => groupId));
    await admin.deleteGroups(judged.filter((service) => known.has(service)));
  } finally {
    await admin.disconnect();
  }
}
