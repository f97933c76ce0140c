import { catalogue } from '@kervan/contracts';
import { stringify } from 'yaml';
import { asyncApi } from './async-api.js';
import { documentedServices, openApiText } from './open-api-documents.js';

const ORIGIN = '# Generated from schemas/ by `npm run api:generate`. Change those, not this file.\n';

/** The AsyncAPI description of every topic, as text. */
export function asyncApiText(): string {
  return ORIGIN + stringify(asyncApi(catalogue), { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** What docs/api holds: a text for each file name. */
export async function publishedApis(): Promise<ReadonlyMap<string, string>> {
  const files = new Map([['asyncapi.yaml', asyncApiText()]]);
  for (const name of documentedServices) files.set(`${name}.openapi.json`, await openApiText(name));
  return files;
}
