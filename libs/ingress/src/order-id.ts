import { createHash } from 'node:crypto';

/**
 * An order's id: a UUIDv8 (RFC 9562) of company, mode, channel and natural key, and of nothing else.
 *
 * An order that is sent again, even after its service's database was restored from a backup, is the same order. The
 * parts are told apart whatever characters they contain.
 */
export function orderIdOf(...key: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(key)).digest().subarray(0, 16);
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
