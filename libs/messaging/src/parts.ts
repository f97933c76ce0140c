/**
 * Single parts of messaging, for the runs under `tools` that put them under stress.
 *
 * Not for services: in compiled code there is no such door.
 */
export { createMessageConsumer } from './consumer/create-message-consumer.js';
export { Handlers, type SingleHandler } from './consumer/handlers.js';
export type { MessageConsumer } from './consumer/message-consumer.js';
export { clientConfig } from './kafka/kafka-client.js';
export { type LogBounds, logBounds } from './kafka/log-bounds.js';
export { partitionKey } from './kafka/partition-name.js';
export { frame } from './message/wire-format.js';
export { RecordProducer } from './outbox/record-producer.js';
export type { StoredOutput } from './transaction/output.js';
