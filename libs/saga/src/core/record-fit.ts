import type { RecordType } from '@kervan/contracts';

/** The object that a JSON text holds; undefined where it is no JSON, or no object. */
export function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where a value does not fit a record: the paths of its fields; none when it fits. A field too many is one, too. */
export function misfits({ type }: Pick<RecordType<unknown>, 'type'>, value: unknown): string[][] {
  const unfit: string[][] = [];
  const fits = type.isValid(value, {
    noUndeclaredFields: true,
    errorHook: (path: string[], part: unknown, partType: object) => unfit.push(...culprits(path, part, partType)),
  });
  return fits ? [] : unfit;
}

/** A value that fits a record, as whoever reads the record gets it: what is left out has the schema's default. */
export function asRead<T>(record: Pick<RecordType<T>, 'type' | 'encode'>, value: T): T {
  return record.type.fromBuffer(record.encode(value)) as T;
}

/** A path as an RFC 6901 pointer. */
export function pointerOf(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Where a record has fields too many the schema's check names the record; a person wants to know the fields. */
function culprits(path: string[], value: unknown, type: object): string[][] {
  if (!('fields' in type) || typeof value !== 'object' || value === null) return [path];
  const declared = new Set((type.fields as readonly { name: string }[]).map(({ name }) => name));
  return Object.keys(value)
    .filter((key) => !declared.has(key))
    .map((key) => [...path, key]);
}
