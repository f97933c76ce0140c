/**
 * Single parts of messaging, for the runs and suites under `tools` that put them under stress.
 *
 * Not for services: in compiled code there is no such door.
 */
export { type CommandStatements, commandStatements } from './command/command-statements.js';
export type { ChunkItem } from './consumer/chunk-item.js';
export { ChunkQueue } from './consumer/chunk-queue.js';
export { type ChunkStatements, chunkStatements } from './consumer/chunk-statements.js';
export { shareOut } from './consumer/copartition-assigner.js';
export { createMessageConsumer } from './consumer/create-message-consumer.js';
export { type Handler, Handlers, type SingleHandler, type Subscription } from './consumer/handlers.js';
export { type IntakeEvents, type IntakeOptions, KafkaIntake } from './consumer/kafka-intake.js';
export type { MessageConsumer } from './consumer/message-consumer.js';
export { OffsetCommits } from './consumer/offset-commits.js';
export { OwnedPartition } from './consumer/owned-partition.js';
export type { Assignment } from './consumer/ownership.js';
export { clientConfig } from './kafka/kafka-client.js';
export { type LogBounds, logBounds } from './kafka/log-bounds.js';
export { type PartitionName, partitionKey } from './kafka/partition-name.js';
export { frame } from './message/wire-format.js';
export type { HandlerMarks } from './nest/consumes.decorator.js';
export { outboxStatements } from './outbox/outbox-statements.js';
export { RecordProducer, RecordRefusedByBroker } from './outbox/record-producer.js';
export type { StoredOutput } from './transaction/output.js';
export { outputStatements } from './transaction/output-statements.js';
