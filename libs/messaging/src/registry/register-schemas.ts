import type { Catalogue, RecordType } from '@kervan/contracts';
import { RegistryClient } from './registry-client.js';

/**
 * Registers every record of a catalogue under its full name, BACKWARD_TRANSITIVE, and returns the ids by name.
 *
 * Run by a tool before a release, never by a service. Registering again gives the same ids.
 *
 * @throws when a schema is not compatible with all that were registered under its name before; permanent.
 */
export async function registerSchemas(registryUrl: string, catalogue: Catalogue): Promise<ReadonlyMap<string, number>> {
  const registry = new RegistryClient(registryUrl);
  const records = new Set<RecordType<unknown>>(catalogue.topics.flatMap((topic) => topic.records));
  const ids = new Map<string, number>();
  for (const record of records) ids.set(record.fullName, await registry.register(record));
  return ids;
}
