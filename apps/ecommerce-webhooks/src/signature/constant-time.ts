import { timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same, in a time that tells nothing but whether they are of one length. */
export function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
