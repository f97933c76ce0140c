export { type AuditedAct, type AuditEntry, AuditLog } from './audit/audit-log.js';
export { COMMAND_WITHDRAWAL, type CommandWithdrawal } from './command/command-withdrawal.js';
export { PermanentFailure, RetryableFailure } from './consumer/failure.js';
export { WhenDead, type Input } from './consumer/handlers.js';
export { Lease } from './job/lease.js';
export type { Job, SingletonJob } from './job/singleton-job.js';
export { SingletonJobs } from './job/singleton-jobs.js';
export { kafkaClient, type KafkaClientOptions } from './kafka/kafka-client.js';
export { laneOf, LANES } from './kafka/lane.js';
export { Header, type MessageHeaders } from './message/headers.js';
export { acceptedAtOf, derivedId, newId } from './message/ids.js';
export type { Cause, Received } from './message/received.js';
export { HeldMessages } from './held/held-messages.js';
export { observeAttention, observeStanding, observeWaitingRows, type ReadStanding, type Standing } from './metrics/standing.js';
export { messagingMigrations } from './migrations/messaging-migrations.js';
export { Consumes, ConsumesAll, type ConsumesOptions } from './nest/consumes.decorator.js';
export { MessagingModule, type MessagingOptions } from './nest/messaging.module.js';
export { OutboxPressure } from './outbox/outbox-pressure.js';
export { registerSchemas } from './registry/register-schemas.js';
export { RegistryUnavailable } from './registry/registry-unavailable.js';
export { baggageOf, type OrderFacts } from './transaction/order-baggage.js';
export { openPool, type PoolOptions } from './transaction/pools.js';
export { activeTraceparent, contextOf, spanContextOf, traceparentOf } from './transaction/trace-context.js';
export type { DatabaseTransaction, SendOptions, SetWriter, Transaction } from './transaction/transaction.js';
export {
  CommandNotRunning, CommitUnknown, isLockConflict, OutputRefused, TransactionAborted,
} from './transaction/transaction.errors.js';
export { Transactions } from './transaction/transactions.js';
export { createMessagingCore, type MessagingCore, type MessagingCoreOptions } from './messaging-core.js';
