/**
 * Single parts of saga, for the runs under `tools` that put them under stress.
 *
 * Not for services: in compiled code there is no such door.
 */
export { instanceOf, type InstanceRow } from './runtime/instance-row.js';
export { SagaRuntime, versionsOf } from './runtime/saga-runtime.js';
export { sagaConsumer } from './runtime/saga.consumer.js';
export { type SagaStore, sagaStore } from './runtime/saga-store.js';
