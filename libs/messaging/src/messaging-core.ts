import type { Catalogue, RecordType } from '@kervan/contracts';
import type {
  DatabaseConnection, HealthRegistry, KafkaConnection, Lifecycle, RegistryConnection,
} from '@kervan/service-host';
import type { Kafka } from 'kafkajs';
import type { Pool } from 'pg';
import { AuditLog } from './audit/audit-log.js';
import { BatchRunner } from './batch/batch-runner.js';
import { BatchWorker } from './batch/batch-worker.js';
import { Batches } from './batch/batches.js';
import { commandStatements, type CommandStatements } from './command/command-statements.js';
import { CommandStore } from './command/command-store.js';
import type { CommandWithdrawal } from './command/command-withdrawal.js';
import type { DiscardNotice } from './held/discard-notice.js';
import { HeldMessages } from './held/held-messages.js';
import { HeldRedrives } from './held/held-redrives.js';
import { laterRecordsJob } from './held/later-records-job.js';
import { kafkaClient } from './kafka/kafka-client.js';
import { SingletonJobs } from './job/singleton-jobs.js';
import { LANES } from './kafka/lane.js';
import { Decoder } from './message/decoder.js';
import { OutboxPressure } from './outbox/outbox-pressure.js';
import { OutboxSender } from './outbox/outbox-sender.js';
import { outboxStatements, type OutboxStatements } from './outbox/outbox-statements.js';
import { RecordProducer } from './outbox/record-producer.js';
import { RegistryClient } from './registry/registry-client.js';
import { SchemaStore } from './registry/schema-store.js';
import { retentionJobs } from './retention/retention-jobs.js';
import { retentionPolicyFor } from './retention/retention-policy.js';
import { scheduleStatements, type ScheduleStatements } from './schedule/schedule-statements.js';
import { ScheduleWorker } from './schedule/schedule-worker.js';
import { assertDurable } from './transaction/durability.js';
import { MessageWriter } from './transaction/message-writer.js';
import { outputStatements, type OutputStatements, type Queryable } from './transaction/output-statements.js';
import { openPool } from './transaction/pools.js';
import { Transactions } from './transaction/transactions.js';

/** What a service tells messaging about itself. */
export interface MessagingCoreOptions {
  /** The service: source of its messages, name of its consumer. */
  readonly service: string;
  readonly kafka: KafkaConnection;
  readonly registry: RegistryConnection;
  readonly database: DatabaseConnection;
  readonly catalogue: Catalogue;
  readonly withdrawal?: CommandWithdrawal;
  readonly discardNotice?: DiscardNotice;
  /** Replaces single statements, so that a test can show what each of them is for. */
  readonly statements?: StatementsReplaced;
}

/** Statements that are used in place of messaging's own. */
export interface StatementsReplaced {
  readonly outputs?: Partial<OutputStatements>;
  readonly outbox?: Partial<OutboxStatements>;
  readonly commands?: Partial<CommandStatements>;
  readonly schedules?: Partial<ScheduleStatements>;
}

/** The parts of messaging that write and send, wired: everything but the consumer. */
export interface MessagingCore {
  readonly kafka: Kafka;
  readonly schemas: SchemaStore;
  readonly decoder: Decoder;
  /** For chunks of consumed messages: outputs of lanes owned here are sent from memory. */
  readonly chunks: Transactions;
  /** Single statements of the consumer, each its own transaction. */
  readonly database: Queryable;
  /** Single statements of operators, which take no connection from the consumer. */
  readonly administration: Queryable;
  /** For everything else: HTTP and file ingress, workers, timers. */
  readonly transactions: Transactions;
  readonly commands: CommandStore;
  readonly sender: OutboxSender;
  readonly pressure: OutboxPressure;
  readonly schedules: ScheduleWorker;
  /** Jobs that one replica does for all: messaging's own, and what a service adds. */
  readonly jobs: SingletonJobs;
  /** What persons did, and why. */
  readonly audit: AuditLog;
  /** Acts of persons on many things, at a pace. */
  readonly batches: Batches;
  /** What persons see and decide of held messages. */
  readonly held: HeldMessages;
  readonly redrives: HeldRedrives;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Has the service's lifecycle start and stop the parts in their phases, and its health watch them. */
  register(lifecycle: Lifecycle, health: HealthRegistry): void;
}

const POOL_SIZE = { chunks: 4, work: 10, sender: 2 } as const;

/**
 * Wires the parts of messaging that write and send.
 *
 * @throws when kafkajs is not patched, or when a topic of the catalogue has another number of partitions than lanes.
 */
export function createMessagingCore(options: MessagingCoreOptions): MessagingCore {
  const { service, catalogue, statements = {} } = options;
  assertLanes(catalogue);
  const kafka = kafkaClient({ ...options.kafka, clientId: service });
  const pool = (name: keyof typeof POOL_SIZE): Pool =>
    openPool({ database: options.database, name: `${service} ${name}`, max: POOL_SIZE[name] });
  const pools = { chunks: pool('chunks'), work: pool('work'), sender: pool('sender') };
  const schemas = new SchemaStore(pools.work, new RegistryClient(options.registry));
  const decoder = new Decoder(catalogue, schemas);
  const writer = new MessageWriter(catalogue, schemas, service);
  const producer = new RecordProducer(kafka);
  const sender = new OutboxSender(pools.sender, producer, { ...outboxStatements, ...statements.outbox });
  const outputs = { ...outputStatements, ...statements.outputs };
  const parts = { writer, statements: outputs, receiver: sender, consumer: service };
  const transactions = new Transactions(pools.work, { ...parts, handsOver: false });
  const schedules = new ScheduleWorker(transactions, { ...scheduleStatements, ...statements.schedules });
  const jobs = new SingletonJobs(transactions);
  for (const job of retentionJobs(retentionPolicyFor(catalogue))) jobs.add(job);
  jobs.add(laterRecordsJob(service, catalogue));
  const administration = singleStatements(pools.work);
  const audit = new AuditLog(administration);
  const batches = new Batches({ db: administration, transactions, audit, wake: () => batchWorker.wake() });
  const held = new HeldMessages({
    consumer: service, db: administration, transactions, audit, decoder, schemas, catalogue,
    discardNotice: options.discardNotice,
  });
  const redrives = new HeldRedrives(service, administration, batches);
  const batchWorker = new BatchWorker(new BatchRunner(transactions, audit, batches.kinds));
  const recordsOf = (side: 'producers' | 'consumers'): Set<RecordType<unknown>> =>
    new Set(catalogue.topics.filter((topic) => topic[side].includes(service)).flatMap(({ records }) => records));
  const single = singleStatements(pools.chunks);
  const learnSchemas = (): Promise<void> => schemas.start(recordsOf('producers'), recordsOf('consumers'));
  const closePools = async (): Promise<void> => {
    await Promise.all(Object.values(pools).map((one) => one.end()));
  };
  return {
    kafka,
    schemas,
    decoder,
    chunks: new Transactions(pools.chunks, { ...parts, handsOver: true }),
    database: single,
    administration,
    transactions,
    commands: new CommandStore(catalogue, (message) => writer.encode(message), options.withdrawal, {
      ...commandStatements,
      ...statements.commands,
    }),
    sender,
    pressure: new OutboxPressure(sender),
    schedules,
    jobs,
    audit,
    batches,
    held,
    redrives,
    async start() {
      await assertDurable(single);
      await learnSchemas();
      sender.start();
      schedules.start();
      jobs.start();
      batchWorker.start();
    },
    async stop() {
      await Promise.all([schedules.stop(), jobs.stop(), batchWorker.stop()]);
      await sender.stop();
      await closePools();
    },
    register(lifecycle, health) {
      lifecycle.onStart('database', 'durability', () => assertDurable(single));
      lifecycle.onStart('database', 'schemas', learnSchemas);
      lifecycle.onStop('database', 'pools', closePools);
      lifecycle.onStart('sender', 'outbox', () => sender.start());
      lifecycle.onStop('sender', 'outbox', () => sender.stop());
      lifecycle.onStart('workers', 'schedules', () => schedules.start());
      lifecycle.onStop('workers', 'schedules', () => schedules.stop());
      lifecycle.onStart('workers', 'jobs', () => jobs.start());
      lifecycle.onStop('workers', 'jobs', () => jobs.stop());
      lifecycle.onStart('workers', 'batches', () => batchWorker.start());
      lifecycle.onStop('workers', 'batches', () => batchWorker.stop());
      health.live('outbox', () => aliveOr(sender.isAlive(), 'outbox-sender-stalled'));
      health.live('schedules', () => aliveOr(schedules.isAlive(), 'schedule-worker-stalled'));
    },
  };
}

function singleStatements(pool: Pool): Queryable {
  return { query: async (sql, params) => (await pool.query(sql, params && [...params])).rows };
}

function aliveOr(alive: boolean, reason: string): { ok: true } | { ok: false; reason: string } {
  return alive ? { ok: true } : { ok: false, reason };
}

function assertLanes({ topics }: Catalogue): void {
  const odd = topics.filter(({ partitions }) => partitions !== LANES).map(({ name }) => name);
  if (odd.length > 0) throw new Error(`topics must have ${LANES} partitions, one per lane: ${odd.join(', ')}`);
}
