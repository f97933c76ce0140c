import { randomUUID } from 'node:crypto';
import type { Catalogue } from '@kervan/contracts';
import type { Kafka } from 'kafkajs';
import type { CommandStore } from '../command/command-store.js';
import { DeathNotice } from '../held/death-notice.js';
import { HeldHeadRunner } from '../held/held-head-runner.js';
import { HeldWriter } from '../held/held-writer.js';
import type { Decoder } from '../message/decoder.js';
import type { OutboxSender } from '../outbox/outbox-sender.js';
import type { Transactions } from '../transaction/transactions.js';
import type { Pacing } from './chunk-queue.js';
import { type ChunkStatements, chunkStatements } from './chunk-statements.js';
import { ChunkTransaction } from './chunk-transaction.js';
import { HANDLER_TIMEOUT_MS, HandlerCaller } from './handler-caller.js';
import type { Handlers } from './handlers.js';
import type { IntakeLimit } from './intake-limit.js';
import { type LivenessLimits, livenessLimits } from './liveness-limits.js';
import { CHECK_INTERVAL_MS, MessageConsumer } from './message-consumer.js';
import type { Queryable } from '../transaction/output-statements.js';
import { ProgressStore } from './progress-store.js';
import { RecordReader } from './record-reader.js';
import { RunStarts } from './run-starts.js';
import { WithdrawalsAhead } from './withdrawals-ahead.js';

/** What a service's consumer is made of. */
export interface ConsumerOptions {
  /** The service: its name in the database and, unless told otherwise, its group. */
  readonly service: string;
  readonly groupId?: string;
  readonly topics: readonly string[];
  readonly handlers: Handlers;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** How chunks are gathered; default: as for an order on its way. */
  readonly pacing?: Pacing | undefined;
  readonly handlerTimeoutMs?: number;
  readonly checkIntervalMs?: number;
  readonly liveness?: LivenessLimits;
  readonly statements?: ChunkStatements;
  /** Called when nothing but a new process will help. */
  readonly fatal: (error: Error) => void;
}

/** The parts of the library that a consumer works with. */
export interface ConsumerSurroundings {
  readonly kafka: Kafka;
  readonly catalogue: Catalogue;
  readonly decoder: Decoder;
  readonly commands: CommandStore;
  readonly sender: OutboxSender;
  readonly limit?: IntakeLimit | undefined;
  /** Transactions whose outputs are handed over to the sender. */
  readonly chunks: Transactions;
  /** Single statements, each its own transaction. */
  readonly database: Queryable;
}

/** What the statements before and after a handler may take while the database is well. */
const AROUND_HANDLER_MS = 2_000;

/** Makes the consumer of a service; it does nothing before its start. */
export function createMessageConsumer(options: ConsumerOptions, around: ConsumerSurroundings): MessageConsumer {
  const { service, handlers, statements = chunkStatements } = options;
  const process = randomUUID();
  const handlerTimeoutMs = options.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS;
  const progressed = (): void => consumer.progressed();
  const reader = new RecordReader(around.decoder, around.catalogue, handlers);
  const starts = new RunStarts(around.database, service, process, {
    believedAfterMs: handlerTimeoutMs + AROUND_HANDLER_MS,
    waiting: progressed,
  });
  const shared = {
    consumer: service,
    transactions: around.chunks,
    commands: around.commands,
    held: new HeldWriter(service),
    notice: new DeathNotice(service, around.commands),
    caller: new HandlerCaller(handlerTimeoutMs, progressed),
    statements,
    random: Math.random,
  };
  const consumer: MessageConsumer = new MessageConsumer({
    consumer: service,
    kafka: around.kafka,
    intake: {
      groupId: options.groupId ?? service,
      topics: options.topics,
      sessionTimeoutMs: options.sessionTimeoutMs,
      heartbeatIntervalMs: options.heartbeatIntervalMs,
    },
    pacing: options.pacing,
    progress: new ProgressStore(around.database, service),
    reader,
    transaction: new ChunkTransaction(shared),
    starts,
    withdrawals: new WithdrawalsAhead({ ...shared, reader }),
    heads: new HeldHeadRunner({ ...shared, database: around.database, reader, starts, process }),
    sender: around.sender,
    limit: around.limit,
    checkIntervalMs: options.checkIntervalMs ?? CHECK_INTERVAL_MS,
    liveness: options.liveness ?? livenessLimits,
    fatal: options.fatal,
  });
  return consumer;
}
