import avro from 'avsc';

const { types } = avro;

/** One reason why a newer schema cannot read what an older one wrote, in words. */
export interface Break {
  /** Where: the path of fields from the record on, such as `order.lines[].quantity`; empty for the record itself. */
  readonly path: string;
  readonly what: string;
  readonly instead: string;
}

/**
 * Tells why `reader` cannot read every value that `writer` wrote; empty when it can.
 *
 * Avro's own resolution decides (avsc builds the resolver); the words are found where it fails. A record is compared by
 * name, so that a shared type is explained at the field that breaks and not at the record that contains it.
 */
export function breaksBetween(reader: avro.Type, writer: avro.Type, path = ''): Break[] {
  if (canRead(reader, writer)) return [];
  if (reader instanceof types.RecordType && writer instanceof types.RecordType) return inRecord(reader, writer, path);
  if (reader instanceof types.ArrayType && writer instanceof types.ArrayType) {
    return breaksBetween(reader.itemsType, writer.itemsType, `${path}[]`);
  }
  if (reader instanceof types.MapType && writer instanceof types.MapType) {
    return breaksBetween(reader.valuesType, writer.valuesType, `${path}{}`);
  }
  if (reader instanceof types.EnumType && writer instanceof types.EnumType) return inEnum(reader, writer, path);
  if (branchesOf(reader).length > 1 || branchesOf(writer).length > 1) return inUnion(reader, writer, path);
  return [changedType(reader, writer, path)];
}

function canRead(reader: avro.Type, writer: avro.Type): boolean {
  try {
    reader.createResolver(writer);
    return true;
  } catch {
    return false;
  }
}

function inRecord(reader: avro.types.RecordType, writer: avro.types.RecordType, path: string): Break[] {
  if (!isNamedLike(reader, writer)) return [renamedType(reader, writer, path)];
  const gone = writer.fields.filter((field) => !reader.fields.some((other) => namesOf(other).includes(field.name)));
  return reader.fields.flatMap((field) => {
    const at = path === '' ? field.name : `${path}.${field.name}`;
    const old = writer.fields.find((other) => namesOf(field).includes(other.name));
    if (old) return breaksBetween(field.type, old.type, at);
    if (field.defaultValue() !== undefined) return [];
    const former = gone.find((other) => canRead(field.type, other.type));
    return [former ? renamedField(field, former, at) : missingField(at)];
  });
}

function inEnum(reader: avro.types.EnumType, writer: avro.types.EnumType, path: string): Break[] {
  if (!isNamedLike(reader, writer)) return [renamedType(reader, writer, path)];
  const missing = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol));
  return [
    {
      path,
      what: `the enum ${reader.name} has lost the symbol ${missing.join(', ')}, which older records hold`,
      instead: `keep ${missing.join(', ')} among its symbols, and stop writing it`,
    },
  ];
}

function inUnion(reader: avro.Type, writer: avro.Type, path: string): Break[] {
  const accepted = branchesOf(reader);
  return branchesOf(writer).flatMap((branch) => {
    if (accepted.some((type) => canRead(type, branch))) return [];
    const counterpart = accepted.find((type) => type.typeName === branch.typeName && type.name === branch.name);
    if (counterpart && branch.name !== undefined) return breaksBetween(counterpart, branch, path);
    if (branch.typeName === 'null') return [noLongerNull(reader, path)];
    return [changedType(reader, branch, path)];
  });
}

const renamedType = (reader: avro.Type, writer: avro.Type, path: string): Break => ({
  path,
  what: `the type ${writer.name} is now ${reader.name}`,
  instead: `keep the name ${writer.name}; where another type is meant, add a new field for it with a default`,
});

const renamedField = (field: avro.types.Field, former: avro.types.Field, path: string): Break => ({
  path,
  what:
    `the field was renamed from ${former.name} to ${field.name}, ` +
    `so what older records hold under ${former.name} is lost`,
  instead: `keep the name ${former.name}, or give the field "aliases": ["${former.name}"]`,
});

const missingField = (path: string): Break => ({
  path,
  what: 'older records do not have the field, and it has no default to stand in for it',
  instead: 'give it a default, such as "type": ["null", …], "default": null',
});

const noLongerNull = (reader: avro.Type, path: string): Break => ({
  path,
  what: `the field may no longer be null, which it is in older records; it is now ${nameOf(reader)}`,
  instead: 'keep "null" in its type',
});

const changedType = (reader: avro.Type, writer: avro.Type, path: string): Break => ({
  path,
  what: `the type was changed from ${nameOf(writer)} to ${nameOf(reader)}, which cannot read it`,
  instead: `keep ${nameOf(writer)}, and add a new field of type ${nameOf(reader)} with a default beside it`,
});

const isNamedLike = (reader: avro.Type, writer: avro.Type): boolean =>
  reader.name === writer.name || (reader.aliases ?? []).includes(writer.name ?? '');

const namesOf = (field: avro.types.Field): readonly string[] => [field.name, ...field.aliases];

const branchesOf = (type: avro.Type): readonly avro.Type[] =>
  type instanceof types.UnwrappedUnionType || type instanceof types.WrappedUnionType ? type.types : [type];

function nameOf(type: avro.Type): string {
  if (type.name !== undefined) return type.name;
  if (type instanceof types.ArrayType) return `array of ${nameOf(type.itemsType)}`;
  if (type instanceof types.MapType) return `map of ${nameOf(type.valuesType)}`;
  if (type instanceof types.LogicalType) {
    return `${type.typeName.slice('logical:'.length)} (${nameOf(type.underlyingType)})`;
  }
  const branches = branchesOf(type);
  return branches.length > 1 ? branches.map(nameOf).join(' or ') : type.typeName;
}
