/** The parts of an Avro schema that masking looks at. */
type Schema = string | readonly Schema[] | SchemaObject;

interface SchemaObject {
  readonly type: Schema;
  readonly name?: string;
  readonly namespace?: string;
  readonly items?: Schema;
  readonly values?: Schema;
  readonly fields?: readonly { readonly name: string; readonly type: Schema; readonly pii?: boolean }[];
}

type Mask = (value: unknown) => unknown;

/** What stands in the place of a personal value. */
export const MASKED = '***';

const keep: Mask = (value) => value;

/**
 * Builds the function that copies a record with every field marked `"pii": true` replaced by {@link MASKED}.
 *
 * Absent values stay null, so that it can be seen whether there was one. Fields that the schema does not know are left
 * out, since nothing is known about them. Records must not refer to themselves.
 */
export function maskOf(schema: string): Mask {
  return maskFor(JSON.parse(schema) as Schema, new Map(), '');
}

function maskFor(schema: Schema, named: Map<string, Mask>, namespace: string): Mask {
  if (typeof schema === 'string') return named.get(qualified(schema, namespace)) ?? keep;
  if (isUnion(schema)) return maskOfUnion(schema, named, namespace);
  if (schema.fields) return maskOfRecord(schema, named, namespace);
  if (schema.items !== undefined) {
    const mask = maskFor(schema.items, named, namespace);
    return mask === keep ? keep : (value) => (Array.isArray(value) ? value.map(mask) : value);
  }
  if (schema.values !== undefined) {
    const mask = maskFor(schema.values, named, namespace);
    return (value) => (isObject(value) ? mapped(value, () => mask) : value);
  }
  return typeof schema.type === 'string' ? keep : maskFor(schema.type, named, namespace);
}

function maskOfUnion(branches: readonly Schema[], named: Map<string, Mask>, namespace: string): Mask {
  const masks = branches.map((branch) => maskFor(branch, named, namespace)).filter((mask) => mask !== keep);
  return masks[0] ?? keep;
}

function maskOfRecord(schema: SchemaObject, named: Map<string, Mask>, outer: string): Mask {
  const name = qualified(schema.name ?? '', schema.namespace ?? outer);
  const namespace = name.slice(0, Math.max(name.lastIndexOf('.'), 0));
  const fields = (schema.fields ?? []).map((field) => {
    const inner = maskFor(field.type, named, namespace);
    return [field.name, field.pii ? hide : inner] as const;
  });
  const mask: Mask = (value) => {
    if (!isObject(value)) return value;
    return Object.fromEntries(fields.map(([field, maskField]) => [field, maskField(value[field])]));
  };
  named.set(name, mask);
  return mask;
}

const hide: Mask = (value) => (value === null || value === undefined ? null : MASKED);

const qualified = (name: string, namespace: string): string =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;

const isUnion = (schema: Schema): schema is readonly Schema[] => Array.isArray(schema);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const mapped = (value: Record<string, unknown>, maskOfKey: (key: string) => Mask): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskOfKey(key)(inner)]));
