import { UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { RecordType } from '@kervan/contracts';
import { type Handler, type Input, WhenDead } from '../consumer/handlers.js';
import type { RetryPolicy } from '../consumer/retry-policy.js';
import type { Received } from '../message/received.js';
import type { DatabaseTransaction, Transaction } from '../transaction/transaction.js';
import { OriginalErrorFilter } from './original-error.filter.js';

/** Marks the handlers of this library among others that a service may have. */
export const MESSAGING_TRANSPORT = Symbol('kervan.messaging');

/** What is written at a handler by its decorator, and read when the service starts. */
export interface HandlerMarks {
  readonly takes: Handler['takes'];
  readonly whenDead: WhenDead;
  readonly retry: RetryPolicy | undefined;
  readonly name: string;
}

export interface ConsumesOptions {
  /** What a dead message does to the later ones of its key; by default they queue behind it. */
  readonly whenDead?: WhenDead;
  /** When a message that failed is tried again; by default for a day, ever less often, up to every 10 min. */
  readonly retry?: RetryPolicy;
}

type Decorates<Method> = <M extends Method>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * Makes a controller's method the handler of a record type: `handle(message, tx)`.
 *
 * Each message runs once: its outputs, what it did in the database and its place in the topic commit together. Messages
 * of one key run in order. A refusal is a reply, not an exception: what is thrown is either tried again or held. It may
 * be run again after a rollback, so it has no effect but through `tx`, and must end within 10 s.
 */
export function Consumes<T>(
  record: RecordType<T>,
  options: ConsumesOptions = {},
): Decorates<(message: Received<T>, tx: Transaction) => void | Promise<void>> {
  return (target, key, descriptor) => mark(target, key, descriptor, 'one', [record], options);
}

type DataOf<Types extends readonly RecordType<unknown>[]> = Types[number] extends RecordType<infer T> ? T : never;

/**
 * Makes a controller's method the handler of all messages of these record types that a chunk holds:
 * `handleAll(inputs, db)`.
 *
 * For handlers whose work is cheaper together. The inputs come in order of their keys, and in the order of the topic
 * within a key; each has the `tx` for its own outputs. Promises and duties are those of {@link Consumes}; a chunk may
 * hold a single message.
 */
export function ConsumesAll<const Types extends readonly RecordType<unknown>[]>(
  ...records: Types
): Decorates<(inputs: readonly Input<DataOf<Types>>[], db: DatabaseTransaction) => void | Promise<void>> {
  return (target, key, descriptor) => mark(target, key, descriptor, 'many', records, {});
}

function mark(
  target: object,
  key: string | symbol,
  descriptor: PropertyDescriptor,
  takes: Handler['takes'],
  records: readonly Pick<RecordType<unknown>, 'fullName'>[],
  { whenDead = WhenDead.hold, retry }: ConsumesOptions,
): void {
  const marks: HandlerMarks = { takes, whenDead, retry, name: `${target.constructor.name}.${String(key)}` };
  EventPattern(records.map(({ fullName }) => fullName), MESSAGING_TRANSPORT, marks)(target, key, descriptor);
  Payload()(target, key, 0);
  Ctx()(target, key, 1);
  UseFilters(OriginalErrorFilter)(target, key, descriptor);
}
