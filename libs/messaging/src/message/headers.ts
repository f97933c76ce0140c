import type { RawHeaders, RawRecord } from './raw-record.js';
import { Undecodable, UndecodableCause } from './undecodable.js';

/** The names of the headers: the CloudEvents Kafka binding, W3C Trace Context and W3C Baggage. */
export const Header = {
  id: 'ce_id',
  type: 'ce_type',
  source: 'ce_source',
  time: 'ce_time',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
  traceparent: 'traceparent',
  baggage: 'baggage',
} as const;

/** The headers of a message that is being written. */
export type MessageHeaders = Record<string, string>;

/** The headers of a message that was read, checked. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly correlationId: string;
  readonly source: string | undefined;
  readonly time: string | undefined;
  readonly causationId: string | undefined;
  readonly traceparent: string | undefined;
}

const MAX_HEADER_LENGTH = 512;
const NOT_TEXT = /[\p{Cc}\ufffd]/u;

/**
 * Reads and checks the headers that make a record a message.
 *
 * @throws {Undecodable} when one that is needed is missing, or when one is there twice; permanent.
 */
export function readEnvelope({ headers }: Pick<RawRecord, 'headers'>): Envelope {
  return {
    id: required(headers, Header.id),
    type: required(headers, Header.type),
    correlationId: required(headers, Header.correlationId),
    source: optional(headers, Header.source),
    time: optional(headers, Header.time),
    causationId: optional(headers, Header.causationId),
    traceparent: optional(headers, Header.traceparent),
  };
}

/** The record's full name, if its headers tell one, without a look at anything else. */
export function peekType({ headers }: Pick<RawRecord, 'headers'>): string | undefined {
  const value = headers[Header.type];
  return value === undefined || isRepeated(value) ? undefined : value.toString();
}

function required(headers: RawHeaders, name: string): string {
  const value = optional(headers, name);
  if (!value) throw new Undecodable(UndecodableCause.missingHeader, 'headers', `no header ${name}`);
  return value;
}

function optional(headers: RawHeaders, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  if (isRepeated(value)) {
    throw new Undecodable(UndecodableCause.duplicateHeader, 'headers', `header ${name} is there ${value.length} times`);
  }
  const text = value.toString();
  if (text.length > MAX_HEADER_LENGTH || NOT_TEXT.test(text)) {
    throw new Undecodable(UndecodableCause.malformedHeader, 'headers', `header ${name} is too long or is no text`);
  }
  return text;
}

function isRepeated(value: RawHeaders[string]): value is readonly (Buffer | string)[] {
  return Array.isArray(value);
}
