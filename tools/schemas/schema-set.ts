import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { domainOf, fullNameOf, type AvroSchema, isUnion, type NamedSchema } from './avro.js';

const topicEntry = z.strictObject({
  kind: z.enum(['events', 'commands', 'replies']),
  key: z.string().min(1),
  partitions: z.int().positive(),
  retentionDays: z.int().positive(),
  records: z.array(z.string()).min(1),
  producers: z.array(z.string()),
  consumers: z.array(z.string()),
});

/** One topic of topics.yaml, its records by full name. */
export type TopicEntry = z.infer<typeof topicEntry> & { readonly name: string };

/** Everything in a schemas folder, parsed and checked for names that lead nowhere. */
export interface SchemaSet {
  /** By full name, sorted. */
  readonly named: ReadonlyMap<string, NamedSchema>;
  readonly topics: readonly TopicEntry[];
}

/**
 * Reads `<folder>/<domain>/<Name>.avsc` and `<folder>/topics.yaml`.
 *
 * @throws when a file's place and its name disagree, when two share a simple name, or when a topic names no record.
 */
export function readSchemaSet(folder: string): SchemaSet {
  const named = readNamed(folder);
  return { named, topics: readTopics(join(folder, 'topics.yaml'), named) };
}

function readNamed(folder: string): Map<string, NamedSchema> {
  const named = new Map<string, NamedSchema>();
  const places = new Map<string, string>();
  for (const path of schemaPaths(folder)) {
    const schema = JSON.parse(readFileSync(join(folder, path), 'utf8')) as NamedSchema;
    const fullName = fullNameOf(schema);
    if (path !== `${domainOf(fullName)}/${schema.name}.avsc`) throw new Error(`${path} holds ${fullName}`);
    const twin = places.get(schema.name);
    if (twin) throw new Error(`${path} and ${twin} share the name ${schema.name}: code could not tell them apart`);
    places.set(schema.name, path);
    named.set(fullName, schema);
  }
  return named;
}

function schemaPaths(folder: string): string[] {
  const domains = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'history')
    .map((entry) => entry.name);
  const files = (domain: string) => readdirSync(join(folder, domain)).filter((file) => file.endsWith('.avsc'));
  return domains.flatMap((domain) => files(domain).map((file) => `${domain}/${file}`)).sort();
}

function readTopics(path: string, named: ReadonlyMap<string, NamedSchema>): TopicEntry[] {
  const entries = z.record(z.string(), topicEntry).parse(parse(readFileSync(path, 'utf8')));
  return Object.entries(entries).map(([name, entry]) => {
    if (!new RegExp(`^[a-z]+\\.[a-z]+\\.${entry.kind}\\.v\\d+$`).test(name)) {
      throw new Error(`topic ${name} is not named <domain>.<entity>.${entry.kind}.v<major>`);
    }
    const unknown = entry.records.find((record) => named.get(record)?.type !== 'record');
    if (unknown) throw new Error(`topic ${name} carries ${unknown}, which is no record under schemas/`);
    return { name, ...entry };
  });
}

/** The full names of the records that are on a topic, sorted. */
export function recordsOnTopics({ topics }: SchemaSet): string[] {
  return [...new Set(topics.flatMap((topic) => topic.records))].sort();
}

/**
 * The schema of a record with every named type written out where it is first used: what the registry is given.
 *
 * @throws when it refers to a name that has no file.
 */
export function selfContained(fullName: string, { named }: Pick<SchemaSet, 'named'>): NamedSchema {
  const written = new Set<string>();
  const inline = (schema: AvroSchema): AvroSchema => {
    if (typeof schema === 'string') return schema.includes('.') ? inlineNamed(schema) : schema;
    if (isUnion(schema)) return schema.map(inline);
    return {
      ...schema,
      ...(schema.fields && { fields: schema.fields.map((field) => ({ ...field, type: inline(field.type) })) }),
      ...(schema.items !== undefined && { items: inline(schema.items) }),
      ...(schema.values !== undefined && { values: inline(schema.values) }),
    };
  };
  const inlineNamed = (name: string): AvroSchema => {
    const schema = named.get(name);
    if (!schema) throw new Error(`${fullName} refers to ${name}, which has no file under schemas/`);
    if (written.has(name)) return name;
    written.add(name);
    return inline(schema);
  };
  return inlineNamed(fullName) as NamedSchema;
}

/** The full names that a schema refers to directly. */
export function referredNames(schema: AvroSchema): string[] {
  if (typeof schema === 'string') return schema.includes('.') ? [schema] : [];
  if (isUnion(schema)) return schema.flatMap(referredNames);
  const inner = [schema.items, schema.values, ...(schema.fields ?? []).map((field) => field.type)];
  return inner.flatMap((part) => (part === undefined ? [] : referredNames(part)));
}
