import type { Failure } from '../consumer/failure.js';
import type { RawRecord } from '../message/raw-record.js';
import type { OpenTransaction } from '../transaction/transaction.js';
import { Header } from '../message/headers.js';
import { comparableKey, correlationOf, toldHeader } from './held-message.js';
import { derivedId } from '../message/ids.js';

/** Leaves room below the broker's usual limit of 1 MiB for what is added. */
const MAX_COPIED_BYTES = 960_000;

/** A message that has become dead. */
export interface DeadLetter {
  readonly record: RawRecord;
  readonly failure: Failure;
  /** The cause of the first failed try. */
  readonly firstCode: string;
  readonly tries: number;
}

/** The topic that a service's dead messages are copied to, for tools outside. Nothing reads it back. */
export function deadLetterTopic(service: string): string {
  return `${service}.dlq.v1`;
}

/**
 * Copies a dead message to the service's dead letter topic, as a part of the transaction.
 *
 * The copy has the key and the bytes of the record, or the key's SHA-256 and no bytes where they are too many; the held message
 * keeps them.
 * Its headers say why and where, and never repeat content; `ce_id`, `ce_type` and `ce_source` are those of the record,
 * as far as it has them, so that whoever wrote it knows its own.
 */
export function copyDeadLetter(db: OpenTransaction, service: string, letter: DeadLetter): void {
  const { record, failure } = letter;
  const correlation = correlationOf(record);
  db.copy({
    topic: deadLetterTopic(service),
    key: comparableKey(record.key),
    value: record.value && record.value.length <= MAX_COPIED_BYTES ? record.value : null,
    lane: record.partition,
    messageId: derivedId(
      record.timestamp, 'dead-letter', service, record.topic, String(record.partition), String(record.offset), String(letter.tries),
    ),
    headers: {
      ...originOf(record),
      kervan_reason: failure.code,
      kervan_stage: failure.stage,
      kervan_first_reason: letter.firstCode,
      kervan_attempts: String(letter.tries),
      kervan_topic: record.topic,
      kervan_partition: String(record.partition),
      kervan_offset: String(record.offset),
      kervan_timestamp: new Date(record.timestamp).toISOString(),
      kervan_value_bytes: record.value ? String(record.value.length) : 'none',
      ce_correlationid: correlation.id,
      ...(correlation.made ? { kervan_correlation_made: 'true' } : {}),
    },
  });
}

/** The headers by which a writer knows a record of its own; one that is no text is left out. */
function originOf({ headers }: RawRecord): Record<string, string> {
  const names = [Header.id, Header.type, Header.source];
  const told = names.map((name) => [name, toldHeader(headers, name)]);
  return Object.fromEntries(told.filter(([, text]) => text !== '')) as Record<string, string>;
}
