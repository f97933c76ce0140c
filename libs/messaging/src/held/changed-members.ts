import { pointerTo } from '@kervan/service-host';

/** Where two values differ, as JSON pointers; what is absent is the same as null. */
export function changedPointers(before: unknown, after: unknown, path: readonly string[] = []): string[] {
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => changedPointers(before[name], after[name], [...path, name]));
  }
  return (before ?? null) === (after ?? null) ? [] : [pointerTo(path)];
}

/** The members of a value that another one does not have at all, as JSON pointers. */
export function membersBeyond(value: unknown, known: unknown, path: readonly string[] = []): string[] {
  if (!isObject(value) || !isObject(known)) return [];
  return Object.keys(value).flatMap((name) =>
    name in known ? membersBeyond(value[name], known[name], [...path, name]) : [pointerTo([...path, name])],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
