/** An Avro schema as it stands in a file. */
export type AvroSchema = string | readonly AvroSchema[] | AvroObject;

export interface AvroObject {
  readonly type: AvroSchema;
  readonly name?: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly logicalType?: string;
  readonly items?: AvroSchema;
  readonly values?: AvroSchema;
  readonly symbols?: readonly string[];
  readonly fields?: readonly AvroField[];
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroSchema;
  readonly doc?: string;
  readonly default?: unknown;
  readonly pii?: boolean;
}

/** A record or an enum: what one `.avsc` file holds. */
export interface NamedSchema extends AvroObject {
  readonly type: 'record' | 'enum';
  readonly name: string;
  readonly namespace: string;
}

export const isUnion = (schema: AvroSchema): schema is readonly AvroSchema[] => Array.isArray(schema);

export const fullNameOf = (schema: NamedSchema): string => `${schema.namespace}.${schema.name}`;

/** The last part of a full name: `OrderPlaced` of `kervan.sales.OrderPlaced`. */
export const simpleName = (fullName: string): string => fullName.slice(fullName.lastIndexOf('.') + 1);

/** The domain of a full name, which is also its folder: `sales` of `kervan.sales.OrderPlaced`. */
export const domainOf = (fullName: string): string => fullName.split('.').at(-2) ?? '';
