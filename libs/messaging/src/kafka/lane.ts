/** How many partitions every topic has, and so how many lanes every outbox. */
export const LANES = 12;

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The partition number of a key in every topic, and the outbox lane of its messages.
 *
 * Agrees with the default partitioner of Kafka's own clients (murmur2 of the key's bytes, made positive).
 */
export function laneOf(key: Buffer | string): number {
  return (murmur2(typeof key === 'string' ? Buffer.from(key) : key) & 0x7fffffff) % LANES;
}

/** MurmurHash2, 32 bit, with the seed that Kafka uses. */
export function murmur2(data: Buffer): number {
  const whole = data.length & ~3;
  let hash = SEED ^ data.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  if (whole < data.length) {
    for (let at = data.length - 1; at >= whole; at -= 1) hash ^= data[at]! << (8 * (at - whole));
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}
