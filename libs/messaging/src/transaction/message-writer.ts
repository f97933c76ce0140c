import { hash } from 'node:crypto';
import type { Catalogue, Message, RecordKind, RecordType } from '@kervan/contracts';
import { laneOf } from '../kafka/lane.js';
import { Header, type MessageHeaders } from '../message/headers.js';
import { derivedId } from '../message/ids.js';
import type { Cause } from '../message/received.js';
import { BODY_AT, frame } from '../message/wire-format.js';
import type { SchemaStore } from '../registry/schema-store.js';
import { baggageInData } from './order-baggage.js';
import type { Output } from './output.js';
import type { KeptReply } from './transaction.js';
import { OutputRefused } from './transaction.errors.js';

/** The largest key, value and headers together; bytes. Kafka's limit is 1 MiB for a batch with its own overhead. */
export const MAX_OUTPUT_BYTES = 1_000_000;

/**
 * Writes messages as records: checks kind, topic, key and size, encodes by the registered schema, and derives the id.
 *
 * Pure but for the clock that gives `ce_time`.
 */
export class MessageWriter {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly schemas: SchemaStore,
    /** The service that writes; `ce_source`. */
    private readonly service: string,
  ) {}

  /** The value of a message on the wire. @throws {RecordRefused} | {SchemaNotRegistered} permanent. */
  encode({ type, data }: Message): Buffer {
    return frame(this.schemas.idOf(type), type.encode(data));
  }

  /**
   * The record of a message as the output number `ordinal` of its cause, due at a time where it is a scheduled one.
   *
   * @throws {OutputRefused} permanent.
   */
  write(message: Message, topic: string, cause: Cause, ordinal: number, dueAt?: Date): Output {
    const described = cause.baggage === undefined ? { ...cause, baggage: baggageInData(message.data) } : cause;
    const value = this.encode(message);
    const place = dueAt ? `${ordinal} at ${dueAt.getTime()}` : String(ordinal);
    const key = this.keyOf(message, topic);
    return this.address(message.type, value, key, topic, described, `${place} ${contentOf(value)}`);
  }

  /** The record of a reply that is encoded already, on the replies topic of its command's topic. */
  writeReply(reply: Message, value: Buffer, commandTopic: string, cause: Cause, ordinal: number): Output {
    const topic = this.topicOf(reply, ['reply'], this.catalogue.repliesOf(commandTopic).name);
    return this.address(reply.type, value, this.keyOf(reply, topic), topic, cause, String(ordinal));
  }

  /** The record of a reply that was sent before, as a new message with the same bytes. */
  repeatReply(kept: KeptReply, commandTopic: string, cause: Cause, ordinal: number): Output {
    const type = this.catalogue.record(kept.type);
    if (!type) throw new OutputRefused(`the kept reply is a ${kept.type}, which is no record any more`);
    return this.address(type, kept.value, kept.key, this.catalogue.repliesOf(commandTopic).name, cause, String(ordinal));
  }

  /** The topic of a message: the one asked for, or the only one that carries its record. */
  topicOf({ type }: Message, kinds: readonly RecordKind[], asked?: string): string {
    if (!kinds.includes(type.kind)) {
      throw new OutputRefused(`${type.fullName} is a ${type.kind}, not a ${kinds.join(' or ')}`);
    }
    const topics = this.catalogue.topicsOf(type).map(({ name }) => name);
    if (asked !== undefined && !topics.includes(asked)) {
      throw new OutputRefused(`${type.fullName} does not belong on ${asked}`);
    }
    if (asked === undefined && topics.length !== 1) {
      throw new OutputRefused(`${type.fullName} is on ${topics.length} topics: name the one that is meant`);
    }
    return asked ?? topics[0]!;
  }

  private keyOf({ type, data }: Message, topic: string): string {
    const field = this.catalogue.topic(topic).key;
    const key = (data as Readonly<Record<string, unknown>>)[field];
    if (typeof key !== 'string' || key === '') throw new OutputRefused(`${type.fullName} has no ${field}, its key`);
    return key;
  }

  /** @param place where among the outputs of its cause it stands, and what tells it apart from others that may stand there. */
  private address(
    type: RecordType<unknown>,
    value: Buffer,
    keyText: string,
    topic: string,
    cause: Cause,
    place: string,
  ): Output {
    const messageId = derivedId(cause.acceptedAt, cause.source, cause.id, place, type.fullName);
    const key = Buffer.from(keyText);
    const headers: MessageHeaders = {
      [Header.id]: messageId,
      [Header.type]: type.fullName,
      [Header.source]: this.service,
      [Header.time]: new Date().toISOString(),
      [Header.correlationId]: cause.correlationId,
      [Header.causationId]: cause.id,
    };
    if (cause.traceparent) headers[Header.traceparent] = cause.traceparent;
    if (cause.baggage) headers[Header.baggage] = cause.baggage;
    const bytes = value.length + key.length + sizeOf(headers);
    if (bytes > MAX_OUTPUT_BYTES) {
      throw new OutputRefused(`${type.fullName} has ${bytes} bytes; a message may have ${MAX_OUTPUT_BYTES}`);
    }
    return { topic, key, lane: laneOf(key), messageId, value, headers };
  }
}

/** What a message says, whatever the id of its schema in one registry or another. */
function contentOf(value: Buffer): string {
  return hash('sha256', value.subarray(BODY_AT), 'base64');
}

function sizeOf(headers: MessageHeaders): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) bytes += name.length + Buffer.byteLength(value);
  return bytes;
}
