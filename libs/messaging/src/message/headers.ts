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
  /** An instant in UTC; absent also where what is told is none. */
  readonly time: string | undefined;
  readonly causationId: string | undefined;
  readonly traceparent: string | undefined;
}

const MAX_HEADER_LENGTH = 512;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
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
    time: instantOf(optional(headers, Header.time)),
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
  if (text === '') return undefined;
  if (text.length > MAX_HEADER_LENGTH || NOT_TEXT.test(text)) {
    throw new Undecodable(UndecodableCause.malformedHeader, 'headers', `header ${name} is too long or is no text`);
  }
  return text;
}

/** An RFC 3339 timestamp, as CloudEvents have it, in UTC; before 1970 there was no message. */
function instantOf(text: string | undefined): string | undefined {
  const ms = text !== undefined && RFC_3339.test(text) ? Date.parse(text.toUpperCase()) : NaN;
  return ms >= 0 ? new Date(ms).toISOString() : undefined;
}

function isRepeated(value: RawHeaders[string]): value is readonly (Buffer | string)[] {
  return Array.isArray(value);
}
