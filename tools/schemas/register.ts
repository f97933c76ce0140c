import confluent from '@kafkajs/confluent-schema-registry';
import { catalogue, type RecordType } from '@kervan/contracts';

const { COMPATIBILITY, SchemaRegistry, SchemaType } = confluent;

/** Where to register, and what. */
export interface Registration {
  /** The registry's Confluent API, such as `http://127.0.0.1:8081/apis/ccompat/v7`. */
  readonly registryUrl: string;
  /** The records of the catalogue by default. */
  readonly records?: readonly RecordType<unknown>[];
}

/**
 * Registers the self-contained schema of every record under its full name and returns the ids by full name.
 *
 * A subject is made BACKWARD_TRANSITIVE, explicitly: the registry's own default checks nothing, and the client assumes
 * BACKWARD. Registering again is harmless and gives the same ids.
 *
 * @throws when the registry cannot be reached, or refuses a schema that a past version cannot be read with;
 * `npm run schemas:check` says why.
 */
export async function registerSchemas({
  registryUrl,
  records = recordsOf(catalogue.topics),
}: Registration): Promise<ReadonlyMap<string, number>> {
  const registry = new SchemaRegistry({ host: registryUrl, clientId: 'kervan-register' });
  const ids = new Map<string, number>();
  for (const record of records) {
    const { id } = await registry.register(
      { type: SchemaType.AVRO, schema: record.schema },
      { subject: record.fullName, compatibility: COMPATIBILITY.BACKWARD_TRANSITIVE },
    );
    ids.set(record.fullName, id);
  }
  return ids;
}

function recordsOf(topics: typeof catalogue.topics): RecordType<unknown>[] {
  return [...new Set(topics.flatMap((topic) => topic.records))];
}

/** Usage: `register.ts` registers every record at `SCHEMA_REGISTRY_URL`. */
async function main(): Promise<void> {
  const registryUrl = process.env['SCHEMA_REGISTRY_URL'];
  if (!registryUrl) throw new Error('SCHEMA_REGISTRY_URL is not set: point it at the registry, .../apis/ccompat/v7');
  const ids = await registerSchemas({ registryUrl });
  console.log(`${ids.size} schemas are registered at ${registryUrl}`);
}

if (import.meta.main) await main();
