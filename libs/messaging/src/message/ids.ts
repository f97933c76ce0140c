import { hash } from 'node:crypto';
import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIMED_VERSIONS = '78';
const LATEST_MS = 2 ** 48 - 1;

/** A new UUIDv7 (RFC 9562): time-ordered, unique, for what has no cause to derive an id from. */
export function newId(): string {
  return v7();
}

/**
 * A UUIDv8 that is the same for the same arguments, on every machine and for ever.
 *
 * Its first 48 bits are the acceptance time, so that the ids of one chain of messages lie together and an inbox may be
 * partitioned by them; the remaining 74 free bits are of the SHA-256 of the parts, which are told apart whatever
 * characters they contain.
 *
 * @param acceptedAt milliseconds since 1970, as the chain's first message has it.
 */
export function derivedId(acceptedAt: number, ...parts: string[]): string {
  if (!Number.isSafeInteger(acceptedAt) || acceptedAt < 0 || acceptedAt > LATEST_MS) {
    throw new RangeError(`acceptance time ${acceptedAt} does not fit into 48 bits`);
  }
  const bytes = hash('sha256', JSON.stringify(parts), 'buffer').subarray(0, 16);
  bytes.writeUIntBE(acceptedAt, 0, 6);
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The acceptance time that an id of ours carries, in milliseconds; `undefined` for an id that carries none, such as a
 * random UUIDv4 of a foreign producer.
 */
export function acceptedAtOf(id: string): number | undefined {
  if (!UUID.test(id) || !TIMED_VERSIONS.includes(id[14]!)) return undefined;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/**
 * The inbox's id for a `ce_id` (any text, by CloudEvents): a UUID stays what it is, in lower case; any other text is
 * hashed into one that carries the record's timestamp.
 */
export function messageIdOf(ceId: string, timestamp: number): string {
  const id = ceId.toLowerCase();
  return UUID.test(id) ? id : derivedId(timestamp, ceId);
}
