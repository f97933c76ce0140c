import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messagingMigrations, registerSchemas } from '@kervan/messaging';
import { createTopics, freshDatabase } from '@kervan/testing';
import { runSource } from '@kervan/tools/platform/services';
import { ManagedProcess } from '@kervan/tools/stack/managed-process';
import { freePorts } from '@kervan/tools/stack/preflight';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import type { BenchStack } from '../measure/bench-stack.js';
import type { Contender, RunningContender } from '../measure/rounds.js';
import { writeBacklog } from './backlog.js';
import { type ContenderSettings, settingsAsEnvironment } from './contender-settings.js';
import { CreateHopOrder1800000000001 } from './create-hop-order.js';
import { hopCatalogue, PLACED } from './hop-topics.js';

/** How the process of a contender is made. */
export interface ContenderPlan {
  readonly name: string;
  /** Its file under `contenders/`. */
  readonly file: string;
  readonly partitionsAtOnce?: number;
  /** Whether it is a service, whose telemetry is loaded before it. */
  readonly traced?: boolean;
  /** Topics that it reads besides, and that nobody writes to. */
  readonly idleTopics?: number;
  /** Fills its database before it starts. */
  readonly prepare?: (database: pg.Client, service: string) => Promise<void>;
}

/** The hop as a service of Kervan. */
export const kervanContender: ContenderPlan = { name: 'kervan', file: 'kervan.ts', traced: true };

const READY_WITHIN_MS = 120_000;

/** One backlog of orders, which each contender takes from its start into a database and a topic of its own. */
export class HopStage {
  private round = 0;

  private constructor(
    private readonly bench: BenchStack,
    private readonly schemaIds: Readonly<Record<string, number>>,
    private readonly backlog: number,
    private readonly profiles: string | undefined,
  ) {}

  /**
   * Writes the backlog.
   *
   * @param profiles a folder: each contender then leaves a CPU profile there, and is slower for it.
   */
  static async open(bench: BenchStack, backlog: number, profiles: string | undefined): Promise<HopStage> {
    const { kafkaBrokers, schemaRegistryUrl, databaseUrl, registryReady } = bench.stack;
    Object.assign(process.env, { KAFKA_BROKERS: kafkaBrokers, SCHEMA_REGISTRY_URL: schemaRegistryUrl, DATABASE_URL: databaseUrl });
    await registryReady;
    const catalogue = hopCatalogue('bench', { placed: PLACED, taken: 'bench.taken.events.v1' });
    const ids = await registerSchemas({ url: schemaRegistryUrl }, catalogue);
    await createTopics([PLACED]);
    const brokers = kafkaBrokers.split(',');
    const schemaIdOf = Object.fromEntries(ids);
    const placedId = schemaIdOf[catalogue.topic(PLACED).records[0]?.fullName ?? ''] ?? 0;
    await writeBacklog({ brokers, topic: PLACED, schemaId: placedId, count: backlog });
    return new HopStage(bench, schemaIdOf, backlog, profiles);
  }

  contender(plan: ContenderPlan): Contender {
    return { name: plan.name, start: () => this.start(plan) };
  }

  private async start({ name, file, partitionsAtOnce = 1, traced = false, idleTopics = 0, prepare }: ContenderPlan): Promise<RunningContender> {
    this.round += 1;
    const service = `${name.replaceAll(/[^a-z0-9]+/g, '-')}-${this.round}`;
    const taken = `bench.taken${this.round}.events.v1`;
    const idle = Array.from({ length: idleTopics }, (_, at) => `bench.idle${this.round}-${at}.events.v1`);
    const [database, dropTopics, [port]] = await Promise.all([
      freshDatabase([...messagingMigrations, CreateHopOrder1800000000001]),
      createTopics([taken, ...idle, `${service}.dlq.v1`]),
      freePorts(1),
    ]);
    const before = prepare && (await onDatabase(database.url, (client) => prepare(client, service).then(() => countsIn(client))));
    const { stack, folder, secrets } = this.bench;
    const settings: ContenderSettings = {
      service,
      placed: PLACED,
      taken,
      idle,
      brokers: stack.kafkaBrokers.split(','),
      databaseUrl: database.url,
      registryUrl: stack.schemaRegistryUrl,
      schemaIds: this.schemaIds,
      partitionsAtOnce,
    };
    const spans = join(folder, 'spans', `${service}.jsonl`);
    const admin = new Kafka({ brokers: [...settings.brokers], clientId: 'bench', logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const sent = async (): Promise<number> =>
      (await admin.fetchTopicOffsets(taken)).reduce((sum, { offset }) => sum + Number(offset), 0);
    const contender = ManagedProcess.start({
      name,
      command: process.execPath,
      args: [
        ...runSource,
        ...(this.profiles ? ['--cpu-prof', `--cpu-prof-dir=${this.profiles}`, `--cpu-prof-name=${service}.cpuprofile`] : []),
        ...(traced ? ['--import', import.meta.resolve('@kervan/service-host/telemetry')] : []),
        fileURLToPath(new URL(`./contenders/${file}`, import.meta.url)),
      ],
      env: {
        ...settingsAsEnvironment(settings),
        SERVICE_NAME: service,
        PORT: String(port),
        DATABASE_URL: database.url,
        OPERATOR_KEY: secrets.operatorKey,
        SPAN_FILE: spans,
        NODE_ENV: 'production',
      },
      logFile: join(folder, 'logs', `${service}.log`),
      ready: async () => (await sent()) > 0,
      readyWithinMs: READY_WITHIN_MS,
    });
    this.bench.onStart(contender);
    const remove = async (): Promise<void> => {
      await contender.stop();
      await admin.disconnect();
      rmSync(spans, { force: true });
      await Promise.all([database.drop(), dropTopics()]);
    };
    try {
      await contender.ready();
    } catch (error) {
      await remove();
      throw error;
    }
    return {
      processes: new Map([[contender.pid, name]]),
      done: async () => {
        const count = await sent();
        if (count >= this.backlog) throw new Error(`the backlog of ${this.backlog} orders was too short for ${name}`);
        return count;
      },
      finish: async () => {
        await contender.stop();
        try {
          assertWhole(await onDatabase(database.url, countsIn), before ?? noCounts, await sent());
        } finally {
          await remove();
        }
      },
    };
  }
}

interface Counts {
  readonly inbox: number;
  readonly state: number;
  readonly outbox: number;
}

const noCounts: Counts = { inbox: 0, state: 0, outbox: 0 };

async function onDatabase<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function countsIn(client: pg.Client): Promise<Counts> {
  const { rows } = await client.query<Counts>(
    `SELECT (SELECT count(*) FROM inbox)::integer AS inbox, (SELECT count(*) FROM hop_order)::integer AS state,
       (SELECT count(*) FROM outbox_message)::integer AS outbox`,
  );
  return rows[0] ?? noCounts;
}

/** Every order that was taken is in the inbox, in the state and on the topic, once. @throws when it is not. */
function assertWhole({ inbox, state, outbox }: Counts, before: Counts, onTopic: number): void {
  const counts = { inbox: inbox - before.inbox, state: state - before.state, sent: onTopic + outbox };
  if (new Set(Object.values(counts)).size > 1) throw new Error(`not whole after an orderly stop: ${JSON.stringify(counts)}`);
}
