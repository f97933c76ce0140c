/** The keys that occur more than once, each told once. */
export function twice(keys: readonly string[]): string[] {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const key of keys) (seen.has(key) ? doubled : seen).add(key);
  return [...doubled];
}
