import { domainOf, fullNameOf, isUnion, simpleName } from './avro.js';
import type { AvroField, AvroSchema, NamedSchema } from './avro.js';
import { recordsOnTopics, referredNames, type SchemaSet, type TopicEntry } from './schema-set.js';

export const HEADER = '// Generated from schemas/ by `npm run contracts:generate`. Change the schema, not this file.\n';
const WIDTH = 120;
const KINDS = { events: 'event', commands: 'command', replies: 'reply' } as const;
const PRIMITIVES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Buffer',
};

/**
 * The TypeScript file of a domain: an interface per record, a constant and a union per enum, a RecordType per message.
 */
export function emitDomain(domain: string, set: SchemaSet): string {
  const schemas = [...set.named.values()].filter((schema) => domainOf(fullNameOf(schema)) === domain);
  const onTopics = new Set(recordsOnTopics(set));
  const messages = schemas.filter((schema) => onTopics.has(fullNameOf(schema)));
  const imports = [...importsOfOtherDomains(domain, schemas)];
  if (messages.length > 0) {
    const names = messages.map((schema) => `${schema.name}Schema`).map(lowerFirst);
    imports.unshift(`import { recordType, type RecordType } from '../record-type.js';`);
    imports.push(importList('import', names, `./${domain}-schemas.generated.js`));
  }
  const parts = schemas.map((schema) => {
    if (schema.type === 'enum') return emitEnum(schema);
    return onTopics.has(fullNameOf(schema)) ? emitMessage(schema, set.topics) : emitInterface(schema);
  });
  return [HEADER + imports.join('\n'), ...parts].filter((part) => part !== '').join('\n\n') + '\n';
}

/** The file with the self-contained schemas of a domain's messages; empty text when it has none. */
export function emitSchemas(domain: string, schemas: readonly NamedSchema[]): string {
  const lines = schemas
    .filter((schema) => domainOf(fullNameOf(schema)) === domain)
    .map((schema) => `export const ${lowerFirst(schema.name)}Schema =\n  ${quoted(JSON.stringify(schema))};\n`);
  return lines.length === 0 ? '' : HEADER + lines.join('\n');
}

function importsOfOtherDomains(domain: string, schemas: readonly NamedSchema[]): string[] {
  const foreign = new Set(schemas.flatMap(referredNames).filter((name) => domainOf(name) !== domain));
  const domains = [...new Set([...foreign].map(domainOf))].sort();
  return domains.map((other) => {
    const names = [...foreign].filter((name) => domainOf(name) === other).map(simpleName).sort();
    return importList('import type', names, `./${other}.generated.js`);
  });
}

function emitEnum(schema: NamedSchema): string {
  const symbols = (schema.symbols ?? []).map((symbol) => `  ${symbol}: '${symbol}',`).join('\n');
  const union = `export type ${schema.name} = (typeof ${schema.name})[keyof typeof ${schema.name}];`;
  return `${comment(schema.doc)}export const ${schema.name} = {\n${symbols}\n} as const;\n${union}`;
}

function emitMessage(schema: NamedSchema, topics: readonly TopicEntry[]): string {
  const fullName = fullNameOf(schema);
  const carriers = topics.filter((topic) => topic.records.includes(fullName));
  const kinds = [...new Set(carriers.map((topic) => KINDS[topic.kind]))];
  if (kinds.length !== 1) throw new Error(`${fullName} is on topics of more than one kind: ${kinds.join(', ')}`);
  return [
    emitInterface(schema),
    `export const ${schema.name}: RecordType<${schema.name}> = recordType({`,
    `  fullName: '${fullName}',`,
    `  kind: '${kinds[0]}',`,
    `  topics: [${carriers.map((topic) => `'${topic.name}'`).join(', ')}],`,
    `  schema: ${lowerFirst(schema.name)}Schema,`,
    '});',
  ].join('\n');
}

function emitInterface(schema: NamedSchema): string {
  const fields = (schema.fields ?? []).map(emitField).join('\n');
  return `${comment(schema.doc)}export interface ${schema.name} {\n${fields}\n}`;
}

function emitField(field: AvroField): string {
  const doc = field.pii ? `${field.doc} Personal.` : field.doc;
  return `${comment(doc, '  ')}  readonly ${field.name}: ${typeScript(field.type)};`;
}

function typeScript(schema: AvroSchema): string {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? simpleName(schema);
  if (isUnion(schema)) return [...schema].sort(nullLast).map(typeScript).join(' | ');
  if (schema.logicalType) return 'string';
  if (schema.items !== undefined) return `readonly ${element(schema.items)}[]`;
  if (schema.values !== undefined) return `Readonly<Record<string, ${typeScript(schema.values)}>>`;
  return typeScript(schema.type);
}

const element = (items: AvroSchema): string => (isUnion(items) ? `(${typeScript(items)})` : typeScript(items));

const nullLast = (one: AvroSchema, other: AvroSchema): number => Number(one === 'null') - Number(other === 'null');

/** An import or export list, on one line where it fits. */
export function importList(keyword: string, names: readonly string[], from: string): string {
  const line = `${keyword} { ${names.join(', ')} } from '${from}';`;
  if (line.length <= WIDTH) return line;
  return `${keyword} {\n${names.map((name) => `  ${name},`).join('\n')}\n} from '${from}';`;
}

function comment(doc = '', indent = ''): string {
  if (indent.length + doc.length + 7 <= WIDTH) return `${indent}/** ${doc} */\n`;
  const lines: string[] = [];
  for (const word of doc.split(' ')) {
    const last = lines.at(-1);
    const fits = last !== undefined && indent.length + 3 + last.length + word.length < WIDTH;
    if (fits) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
