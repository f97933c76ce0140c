import { catalogue } from '@kervan/contracts';
import { registerSchemas } from '@kervan/messaging';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { Refusal } from '../stack/refusal.js';

const usage = `Usage: SCHEMA_REGISTRY_URL=<url> npm run schemas:register

Registers every record of the catalogue at the registry, once or again.`;

/** `npm run schemas:register`: registers every record of the catalogue at `SCHEMA_REGISTRY_URL`, once or again. */
async function main(): Promise<void> {
  const registryUrl = process.env['SCHEMA_REGISTRY_URL'];
  if (!registryUrl) throw new Refusal('SCHEMA_REGISTRY_URL is not set: point it at the registry, .../apis/ccompat/v7');
  const ids = await registerSchemas(registryUrl, catalogue);
  console.log(`${ids.size} schemas are registered at ${registryUrl}`);
}

readCommandLine({ usage });
await refusing(main);
