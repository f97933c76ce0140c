import type avro from 'avsc';
import { nameOf } from './type-name.js';

/** What is wrong, and what to do about it. */
export interface Told {
  readonly what: string;
  readonly instead: string;
}

/** The words for each way in which `reader` cannot read what `writer` wrote. One of the two is today's schema. */
export interface Words {
  readonly renamedType: (reader: avro.Type, writer: avro.Type) => Told;
  /** The writer has no such field; `former` is one that it may have had it under. */
  readonly missingField: (field: avro.types.Field, former: avro.types.Field | undefined) => Told;
  readonly unknownSymbols: (reader: avro.types.EnumType, symbols: readonly string[]) => Told;
  readonly notNull: (reader: avro.Type) => Told;
  readonly changedType: (reader: avro.Type, writer: avro.Type) => Told;
}

/** Where today's schema is the reader: of records that are in the topics. */
export const ofOlderRecords: Words = {
  renamedType: (reader, writer) => ({
    what: `the type ${writer.name} is now ${reader.name}`,
    instead: `keep the name ${writer.name}; where another type is meant, add a new field for it with a default`,
  }),
  missingField: ({ name }, former) =>
    former
      ? {
          what: `the field was renamed from ${former.name} to ${name}, so what older records hold under ${former.name} is lost`,
          instead: `keep the name ${former.name}, or add ${name} beside it with a default`,
        }
      : {
          what: 'older records do not have the field, and it has no default to stand in for it',
          instead: 'give it a default, such as "type": ["null", …], "default": null',
        },
  unknownSymbols: ({ name }, symbols) => ({
    what: `the enum ${name} has lost the symbol ${symbols.join(', ')}, which older records hold`,
    instead: `keep ${symbols.join(', ')} among its symbols, and stop writing it`,
  }),
  notNull: (reader) => ({
    what: `the field may no longer be null, which it is in older records; it is now ${nameOf(reader)}`,
    instead: 'keep "null" in its type',
  }),
  changedType: (reader, writer) => ({
    what: `the type was changed from ${nameOf(writer)} to ${nameOf(reader)}, which cannot read it`,
    instead: `keep ${nameOf(writer)}, and add a new field of type ${nameOf(reader)} with a default beside it`,
  }),
};

/**
 * Where today's schema is the writer, and the release before the reader. That refuses the schema, whatever a record holds:
 * so it does not help to write the new thing later.
 */
export const ofReleaseBefore: Words = {
  renamedType: (reader, writer) => ({
    what: `the type ${reader.name} is now ${writer.name}`,
    instead: `keep the name ${reader.name}; where another type is meant, add a new field for it with a default`,
  }),
  missingField: () => ({
    what: 'the field is gone, and had no default to stand in for it',
    instead: 'give it a default of its type in this release, and remove it in the next',
  }),
  unknownSymbols: ({ name }, symbols) => ({
    what: `the enum ${name} has the new symbol ${symbols.join(', ')}`,
    instead: 'leave the enum as it is, and tell what is new in a new field with a default, or in a new record',
  }),
  notNull: (reader) => ({
    what: `the field may be null now, and was ${nameOf(reader)}`,
    instead: `keep ${nameOf(reader)}, and tell what is new in a new field with a default beside it, or in a new record`,
  }),
  changedType: (reader, writer) => ({
    what: `it may be ${nameOf(writer)} now, and was ${nameOf(reader)}`,
    instead: `keep ${nameOf(reader)}, and add a new field of type ${nameOf(writer)} with a default beside it, or a new record`,
  }),
};
