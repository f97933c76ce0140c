/**
 * Single parts of outbound, for the runs under `tools` and `bench` that put them under stress.
 *
 * Not for services: in compiled code there is no such door.
 */
export type { AnyCallType } from './call/call-type.js';
export type { Exchange, HttpClient, OutgoingRequest } from './http/exchange.js';
export { ended } from './policy/call-progress.js';
export { CallStore } from './store/call-store.js';
export type { NewCall, Result, TakenCall } from './store/outbound-call.js';
export { queryable } from './store/queryable.js';
export { buildStatements, leaseIsOver, outboundStatements } from './store/statements.js';
export { Claiming } from './worker/claiming.js';
export { LeaseSweep } from './worker/lease-sweep.js';
export { OutboundWorker } from './worker/outbound-worker.js';
export { Settlement } from './worker/settlement.js';
