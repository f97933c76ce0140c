import avro from 'avsc';
import { ofOlderRecords, type Told, type Words } from './break-words.js';
import { branchesOf } from './type-name.js';

const { types } = avro;

/** One reason why one schema cannot read what another one wrote, in words. */
export interface Break extends Told {
  /** Where: the path of fields from the record on, such as `order.lines[].quantity`; empty for the record itself. */
  readonly path: string;
}

/**
 * Tells why `reader` cannot read every value that `writer` wrote; empty when it can.
 *
 * Avro's own resolution decides (avsc builds the resolver); the words are found where it fails. A record is compared by
 * name, so that a shared type is explained at the field that breaks and not at the record that contains it.
 */
export function breaksBetween(reader: avro.Type, writer: avro.Type, words: Words = ofOlderRecords, path = ''): Break[] {
  if (canRead(reader, writer)) return [];
  if (reader instanceof types.RecordType && writer instanceof types.RecordType) {
    return inRecord(reader, writer, words, path);
  }
  if (reader instanceof types.ArrayType && writer instanceof types.ArrayType) {
    return breaksBetween(reader.itemsType, writer.itemsType, words, `${path}[]`);
  }
  if (reader instanceof types.MapType && writer instanceof types.MapType) {
    return breaksBetween(reader.valuesType, writer.valuesType, words, `${path}{}`);
  }
  if (reader instanceof types.EnumType && writer instanceof types.EnumType) return inEnum(reader, writer, words, path);
  if (branchesOf(reader).length > 1 || branchesOf(writer).length > 1) return inUnion(reader, writer, words, path);
  return [{ path, ...words.changedType(reader, writer) }];
}

function canRead(reader: avro.Type, writer: avro.Type): boolean {
  try {
    reader.createResolver(writer);
    return true;
  } catch {
    return false;
  }
}

function inRecord(
  reader: avro.types.RecordType,
  writer: avro.types.RecordType,
  words: Words,
  path: string,
): Break[] {
  if (!isNamedLike(reader, writer)) return [{ path, ...words.renamedType(reader, writer) }];
  const gone = writer.fields.filter((field) => !reader.fields.some((other) => namesOf(other).includes(field.name)));
  return reader.fields.flatMap((field) => {
    const at = path === '' ? field.name : `${path}.${field.name}`;
    const old = writer.fields.find((other) => namesOf(field).includes(other.name));
    if (old) return breaksBetween(field.type, old.type, words, at);
    if (field.defaultValue() !== undefined) return [];
    const former = gone.find((other) => canRead(field.type, other.type));
    return [{ path: at, ...words.missingField(field, former) }];
  });
}

function inEnum(reader: avro.types.EnumType, writer: avro.types.EnumType, words: Words, path: string): Break[] {
  if (!isNamedLike(reader, writer)) return [{ path, ...words.renamedType(reader, writer) }];
  const missing = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol));
  return [{ path, ...words.unknownSymbols(reader, missing) }];
}

function inUnion(reader: avro.Type, writer: avro.Type, words: Words, path: string): Break[] {
  const accepted = branchesOf(reader);
  return branchesOf(writer).flatMap((branch) => {
    if (accepted.some((type) => canRead(type, branch))) return [];
    const counterpart = accepted.find((type) => type.typeName === branch.typeName && type.name === branch.name);
    if (counterpart && branch.name !== undefined) return breaksBetween(counterpart, branch, words, path);
    if (branch.typeName === 'null') return [{ path, ...words.notNull(reader) }];
    return [{ path, ...words.changedType(reader, branch) }];
  });
}

const isNamedLike = (reader: avro.Type, writer: avro.Type): boolean =>
  reader.name === writer.name || (reader.aliases ?? []).includes(writer.name ?? '');

const namesOf = (field: avro.types.Field): readonly string[] => [field.name, ...field.aliases];
