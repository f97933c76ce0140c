import { MASKED } from '@kervan/contracts';

/**
 * A content as a person has sent it, in which each personal value that is still as it was shown is what it was.
 *
 * Within a list that has kept its length a value is known by its place; of another one it is not known whose it was, and it
 * stays masked.
 *
 * @param before the content that was shown.
 * @param shown that content as it was shown, its personal values masked.
 */
export function withPersonalKept(sent: unknown, before: unknown, shown: unknown): unknown {
  if (sent === MASKED && shown === MASKED) return before;
  if (Array.isArray(sent)) {
    if (!Array.isArray(before) || !Array.isArray(shown) || before.length !== sent.length) return sent;
    return sent.map((item, at) => withPersonalKept(item, before[at], shown[at]));
  }
  if (!isObject(sent) || !isObject(before) || !isObject(shown)) return sent;
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, Object.hasOwn(shown, name) ? withPersonalKept(value, before[name], shown[name]) : value]),
  );
}

/** Whether a mask is left in it, which is no value. */
export function holdsMask(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === MASKED;
  return Object.values(value).some(holdsMask);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
