import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@kervan/contracts';
import { registerSchemas } from '@kervan/messaging';
import type { Stack } from '../stack/stack.js';

/**
 * Registers the schemas of the catalogue, and waits for it only where they are new to this state folder.
 *
 * Services keep the ids they have seen, so that a later start need not wait for the registry: there the registration
 * goes on in the background, and a failure is told, not thrown.
 */
export async function makeSchemasKnown(folder: string, stack: Stack, tell: (sentence: string) => void): Promise<void> {
  const marker = join(folder, 'registered-schemas');
  const fingerprint = fingerprintOfCatalogue();
  const register = async (): Promise<void> => {
    await stack.registryReady;
    await registerSchemas({ url: stack.schemaRegistryUrl }, catalogue);
    writeFileSync(marker, fingerprint);
  };
  if (existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint) {
    register().catch((error: unknown) => tell(`Schemas could not be registered again: ${String(error)}`));
    return;
  }
  tell('Schemas (at its first start the registry takes up to a minute) …');
  await register();
}

function fingerprintOfCatalogue(): string {
  const records = catalogue.topics.flatMap((topic) => topic.records);
  const hash = createHash('sha256');
  for (const { fullName, schema } of records) hash.update(fullName).update(schema);
  return hash.digest('hex');
}
