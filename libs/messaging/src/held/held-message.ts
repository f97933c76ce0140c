import { hash } from 'node:crypto';
import { Header, peekType } from '../message/headers.js';
import { derivedId } from '../message/ids.js';
import type { RawHeaders, RawRecord } from '../message/raw-record.js';
import type { Failure } from '../consumer/failure.js';

/** What the audit log calls a held message. */
export const HELD_SUBJECT = 'held-message';

/** Where a held message stands. Open: `waiting` and `dead`. */
export const HeldState = {
  /** Will be run once it is due and the first of its key. */
  waiting: 'waiting',
  /** Needs a person: redrive or discard. */
  dead: 'dead',
  handled: 'handled',
  discarded: 'discarded',
} as const;

export type HeldState = (typeof HeldState)[keyof typeof HeldState];

/** A record that is about to be held. */
export interface Hold {
  readonly record: RawRecord;
  readonly messageId: string;
  readonly state: typeof HeldState.waiting | typeof HeldState.dead;
  /** Whether later ones of the key queue behind it. */
  readonly blocks: boolean;
  /** Milliseconds from now until it may run. */
  readonly dueInMs: number;
  /** What went wrong; nothing has with one that only queues behind another. */
  readonly failure: Failure | undefined;
}

/**
 * The correlation id of a record, or one made from its place in the log where it tells none, marked as made: the same
 * for the held message, its copy and every later try.
 */
export function correlationOf({ headers, topic, partition, offset, timestamp }: RawRecord): {
  readonly id: string;
  readonly made: boolean;
} {
  const id = toldHeader(headers, Header.correlationId);
  if (id !== '') return { id, made: false };
  return { id: derivedId(timestamp, 'correlation', topic, String(partition), String(offset)), made: true };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The order that a record is about: its key, on every topic; `undefined` where that is no id, as of a record that is no message. */
export function orderIdOf(key: Buffer | null): string | undefined {
  const told = key?.toString() ?? '';
  return UUID.test(told) ? told : undefined;
}

/**
 * A key as it is compared, and found by an index, which takes no more than 2.7 kB: a longer one, which is that of no message,
 * goes by its SHA-256.
 */
export function comparableKey(key: Buffer | null): Buffer | null {
  return isLongKey(key) ? hash('sha256', key, 'buffer') : key;
}

/** Whether a key is stored beside the one by which it is compared. */
export function isLongKey(key: Buffer | null): key is Buffer {
  return key !== null && key.length > MAX_COMPARED_BYTES;
}

/** The key of a held message `h` as its record has it, in SQL. */
export const WHOLE_KEY = 'coalesce(h.long_key, h.key)';

/** What lets a held message run again, in SQL; {@link IS_FRESH} is true of it then. */
export const RUNS_AGAIN = `state = 'waiting', due_at = now(), retry_since = now()`;

/**
 * Whether no try of a held message has failed since it was let run again, in SQL: its two times are the same. The time for which it
 * is tried has not begun, however long it queues behind another of its key, or cannot be tried.
 */
export const IS_FRESH = 'retry_since = due_at';

const MAX_COMPARED_BYTES = 1_000;

/** A header as text, fit for a column or a header of ours; empty where there is none, or more than one. */
export function toldHeader(headers: RawHeaders, name: string): string {
  const told = headers[name];
  return told === undefined || Array.isArray(told) ? '' : printable(told.toString());
}

/** The record's full name as its headers tell it, fit for a text column. */
export function tellsType(record: RawRecord): string | null {
  const type = peekType(record);
  return type === undefined ? null : printable(type);
}

/** Headers as JSON: pairs of name and base64 value, in which nothing is lost. */
export function storedHeaders(headers: RawHeaders): string {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    several(value).map((one) => [name, Buffer.from(one).toString('base64')]),
  );
  return JSON.stringify(pairs);
}

/** The inverse of {@link storedHeaders}. */
export function readHeaders(pairs: readonly (readonly [string, string])[]): RawHeaders {
  const headers = Object.create(null) as Record<string, Buffer | Buffer[]>;
  for (const [name, base64] of pairs) {
    const value = Buffer.from(base64, 'base64');
    const known = headers[name];
    if (known === undefined) headers[name] = value;
    else headers[name] = [...(Array.isArray(known) ? known : [known]), value];
  }
  return headers;
}

function several(value: RawHeaders[string]): readonly (Buffer | string)[] {
  if (value === undefined) return [];
  return typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value;
}

const MAX_TEXT_LENGTH = 200;

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '').slice(0, MAX_TEXT_LENGTH);
}
