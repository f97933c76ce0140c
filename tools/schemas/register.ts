import { catalogue } from '@kervan/contracts';
import { registerSchemas } from '@kervan/messaging';
import { registryConnection } from '@kervan/service-host';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { settings } from '../command/settings.js';

const usage = `Usage: SCHEMA_REGISTRY_URL=<url> npm run schemas:register

Registers every record of the catalogue at the registry, .../apis/ccompat/v7, once or again.
SCHEMA_REGISTRY_CA_FILE, SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD_FILE are read as by every service.`;

/** `npm run schemas:register`: registers every record of the catalogue at `SCHEMA_REGISTRY_URL`, once or again. */
async function main(): Promise<void> {
  const registry = settings(registryConnection);
  const ids = await registerSchemas(registry, catalogue);
  console.log(`${ids.size} schemas are registered at ${registry.url}`);
}

readCommandLine({ usage });
await refusing(main);
