import type { Catalogue, RecordType } from '@kervan/contracts';
import type { RegistryConnection } from '@kervan/service-host';
import { RegistryClient } from './registry-client.js';

/**
 * Registers every record of a catalogue under its full name, BACKWARD_TRANSITIVE, and returns the ids by name.
 *
 * Run by a tool before a release, never by a service. Registering again gives the same ids, and several may do so at
 * once. BACKWARD_TRANSITIVE is set explicitly: the registry's own default checks nothing.
 *
 * @throws when the registry cannot be reached (transient), or when a schema cannot read all that were registered under
 * its name before (permanent).
 */
export function registerSchemas(
  registry: RegistryConnection,
  catalogue: Catalogue,
): Promise<ReadonlyMap<string, number>> {
  return registerRecords(registry, new Set(catalogue.topics.flatMap((topic) => topic.records)));
}

/** Registers some records, as {@link registerSchemas} does. */
export async function registerRecords(
  connection: RegistryConnection,
  records: Iterable<RecordType<unknown>>,
): Promise<ReadonlyMap<string, number>> {
  const registry = new RegistryClient(connection);
  const ids = new Map<string, number>();
  for (const record of records) ids.set(record.fullName, await registry.register(record));
  return ids;
}
