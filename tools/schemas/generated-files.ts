import { domainOf, fullNameOf, simpleName } from './avro.js';
import { emitDomain, emitSchemas, HEADER, importList } from './emit-types.js';
import { recordsOnTopics, selfContained, type SchemaSet, type TopicEntry } from './schema-set.js';

/** The generated files of libs/contracts by file name. Depends on the schemas alone: same schemas, same bytes. */
export function generatedFiles(set: SchemaSet): ReadonlyMap<string, string> {
  const domains = [...new Set([...set.named.keys()].map(domainOf))].sort();
  const messages = recordsOnTopics(set).map((fullName) => selfContained(fullName, set));
  const files = new Map<string, string>();
  for (const domain of domains) {
    files.set(`${domain}.generated.ts`, emitDomain(domain, set));
    const schemas = emitSchemas(domain, messages);
    if (schemas !== '') files.set(`${domain}-schemas.generated.ts`, schemas);
  }
  files.set('topics.generated.ts', emitTopics(set));
  files.set('door.generated.ts', emitDoor(domains, set));
  return files;
}

function emitTopics(set: SchemaSet): string {
  const records = recordsOnTopics(set);
  const domains = [...new Set(records.map(domainOf))].sort();
  const imports = domains.map((domain) => {
    const names = records.filter((record) => domainOf(record) === domain).map(simpleName);
    return importList('import', names, `./${domain}.generated.js`);
  });
  return [
    HEADER + `import { createCatalogue } from '../catalogue.js';`,
    ...imports,
    '',
    '/** Every topic of schemas/topics.yaml with its records. */',
    'export const catalogue = createCatalogue([',
    ...set.topics.map(emitTopic),
    ']);\n',
  ].join('\n');
}

function emitTopic(topic: TopicEntry): string {
  const names = (services: readonly string[]): string => `[${services.map((service) => `'${service}'`).join(', ')}]`;
  return [
    '  {',
    `    name: '${topic.name}',`,
    `    kind: '${topic.kind}',`,
    `    key: '${topic.key}',`,
    `    partitions: ${topic.partitions},`,
    `    retentionDays: ${topic.retentionDays},`,
    '    records: [',
    ...topic.records.map((record) => `      ${simpleName(record)},`),
    '    ],',
    `    producers: ${names(topic.producers)},`,
    `    consumers: ${names(topic.consumers)},`,
    '  },',
  ].join('\n');
}

function emitDoor(domains: readonly string[], set: SchemaSet): string {
  const onTopics = new Set(recordsOnTopics(set));
  const lines = domains.map((domain) => {
    const names = [...set.named.values()]
      .filter((schema) => domainOf(fullNameOf(schema)) === domain)
      .map((schema) => (schema.type === 'enum' || onTopics.has(fullNameOf(schema)) ? '' : 'type ') + schema.name);
    return importList('export', names, `./${domain}.generated.js`);
  });
  return `${HEADER}export { catalogue } from './topics.generated.js';\n${lines.join('\n')}\n`;
}
