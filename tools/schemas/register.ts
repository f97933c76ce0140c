import { catalogue } from '@kervan/contracts';
import { registerSchemas } from '@kervan/messaging';

/** `npm run schemas:register`: registers every record of the catalogue at `SCHEMA_REGISTRY_URL`, once or again. */
async function main(): Promise<void> {
  const registryUrl = process.env['SCHEMA_REGISTRY_URL'];
  if (!registryUrl) throw new Error('SCHEMA_REGISTRY_URL is not set: point it at the registry, .../apis/ccompat/v7');
  const ids = await registerSchemas(registryUrl, catalogue);
  console.log(`${ids.size} schemas are registered at ${registryUrl}`);
}

await main();
