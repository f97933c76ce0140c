/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

type JsonObject = { readonly [name: string]: Json };

/**
 * The JSON Merge Patch (RFC 7396) that makes one object of another: only what differs. A list that differs is named
 * as a whole.
 */
export function patchBetween(before: JsonObject, after: JsonObject): JsonObject {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const changed = Object.entries(after).flatMap(([name, value]): [string, Json][] => {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    if (isSame(was, value)) return [];
    return [[name, isJsonObject(was) && isJsonObject(value) ? patchBetween(was, value) : value]];
  });
  return Object.fromEntries([...gone.map((name): [string, Json] => [name, null]), ...changed]);
}

/** The fields that a patch changes, as JSON pointers. */
export function fieldsOf(patch: JsonObject, path = ''): string[] {
  return Object.entries(patch).flatMap(([name, value]) => {
    const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return isJsonObject(value) && Object.keys(value).length > 0 ? fieldsOf(value, pointer) : [pointer];
  });
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a text is in JSON; undefined where it is none. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSame(one: Json | undefined, other: Json): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item: Json, index) => isSame(item, other[index] as Json));
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return one === other;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name] as Json));
}
