import { parseSchema } from '@kervan/contracts';
import { ofReleaseBefore } from './break-words.js';
import { breaksBetween, type Break } from './compatibility.js';
import { isSame, type Release } from './history.js';
import type { NamedSchema } from './avro.js';
import { recordsOnTopics, selfContained, type SchemaSet } from './schema-set.js';

/** What is wrong with the schemas, a sentence each: what breaks, what has no doc, what is not released. */
export interface Findings {
  readonly breaks: readonly string[];
  readonly undocumented: readonly string[];
  readonly unreleased: readonly string[];
  readonly abandoned: readonly string[];
}

type History = ReadonlyMap<string, readonly Release[]>;

/**
 * Judges every record against all its released versions (BACKWARD_TRANSITIVE: a consumer with today's schema reads
 * whatever is still in a topic, however old), against the release before as the reader (it runs beside this one, and after
 * a way back), and every record, enum and field for its doc.
 */
export function findingsOf(set: SchemaSet, history: History): Findings {
  const records = recordsOnTopics(set).map((fullName) => ({ fullName, schema: selfContained(fullName, set) }));
  const releases = (fullName: string): readonly Release[] => history.get(fullName) ?? [];
  return {
    breaks: records.flatMap(({ fullName, schema }) => breaksOf(fullName, schema, releases(fullName))),
    undocumented: [...set.named].flatMap(([fullName, schema]) => withoutDoc(fullName, schema)),
    unreleased: records.flatMap(({ fullName, schema }) => unreleasedSince(fullName, schema, releases(fullName).at(-1))),
    abandoned: [...history.keys()].filter((name) => !records.some(({ fullName }) => fullName === name)).map(abandoned),
  };
}

function breaksOf(fullName: string, schema: NamedSchema, releases: readonly Release[]): string[] {
  const today = typeOf(schema);
  const unread = releases.flatMap((release) => {
    const found = breaksBetween(today, typeOf(release.schema));
    return found.map((one) => sentence(fullName, `against version ${release.version}`, one));
  });
  return [...unread, ...unreadBefore(fullName, schema, releases)];
}

/** What the last version that is another than today's cannot read of what is written today. */
function unreadBefore(fullName: string, schema: NamedSchema, releases: readonly Release[]): string[] {
  const before = releases.findLast((release) => !isSame(schema, release.schema));
  if (!before) return [];
  const found = breaksBetween(typeOf(before.schema), typeOf(schema), ofReleaseBefore);
  return found.map(({ what, ...one }) => {
    const then = 'The release before holds every such record, and the later ones of its key';
    return sentence(fullName, `read by version ${before.version}`, { ...one, what: `${what}. ${then}` });
  });
}

const typeOf = (schema: NamedSchema) => parseSchema(JSON.stringify(schema));

function sentence(fullName: string, by: string, { path, what, instead }: Break): string {
  const where = path === '' ? fullName : `${fullName}, field ${path}`;
  return `${where}, ${by}: ${what}. Instead: ${instead}.`;
}

function withoutDoc(fullName: string, schema: NamedSchema): string[] {
  const fields = (schema.fields ?? []).map(({ name, doc }) => ({ name: `${fullName}.${name}`, doc }));
  const all = [{ name: fullName, doc: schema.doc }, ...fields];
  return all.filter(({ doc }) => !doc?.trim()).map(({ name }) => `${name} has no doc.`);
}

function unreleasedSince(fullName: string, schema: NamedSchema, last: Release | undefined): string[] {
  if (!last) return [`${fullName} is new and has no released version: run \`npm run schemas:release\`.`];
  if (isSame(schema, last.schema)) return [];
  return [`${fullName} has changed since version ${last.version}: run \`npm run schemas:release\`.`];
}

const abandoned = (fullName: string): string =>
  `${fullName} was released and is on no topic any more, but records of it may be: put it back, ` +
  `or remove schemas/history/${fullName} once the longest retention has passed.`;
