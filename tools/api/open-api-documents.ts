import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AppModule, openApiOf, type ServiceConfig } from '@kervan/service-host';
import { portCount, portsOf } from '../platform/ports.js';
import { secretsOf } from '../platform/secrets.js';
import { environmentOf, services, type Installation, type ServiceName } from '../platform/services.js';
import { writeTillKeys } from '../platform/till-keys.js';
import { checkout } from '../stack/checkout.js';

/** The services with an API of their own; the sandbox is none of ours. */
export const documentedServices = services.filter((name) => name !== 'sandbox');

/** The OpenAPI document of a service, as text; the same for the same code. */
export async function openApiText(name: ServiceName): Promise<string> {
  const app = await load(name, 'app.module.ts');
  const [compose, ...others] = Object.values(app).filter((exported) => typeof exported === 'function');
  if (!compose || others.length > 0) throw new Error(`apps/${name}/src/app.module.ts must export one composition`);
  const config = await configOf(name);
  const document = await openApiOf((compose as (config: ServiceConfig) => AppModule)(config), config);
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The configuration that a local installation would have, without one. */
async function configOf(name: ServiceName): Promise<ServiceConfig> {
  const folder = mkdtempSync(join(tmpdir(), 'kervan-api-'));
  const before = process.env;
  try {
    const nowhere = 'postgres://nobody@127.0.0.1:1/none';
    const installation: Installation = {
      folder,
      ports: portsOf(Array.from({ length: portCount }, (_, index) => 4_100 + index)),
      secrets: secretsOf(folder),
      stack: { kind: 'given', kafkaBrokers: '127.0.0.1:1', schemaRegistryUrl: 'http://127.0.0.1:1', databaseUrl: nowhere } as Installation['stack'],
      databaseUrls: new Map([[name, nowhere]]),
    };
    await writeTillKeys(folder);
    process.env = { ...environmentOf(name, installation) };
    const { readConfig } = (await load(name, 'config.ts')) as { readConfig: () => ServiceConfig };
    return readConfig();
  } finally {
    process.env = before;
    rmSync(folder, { recursive: true, force: true });
  }
}

function load(name: ServiceName, file: string): Promise<Record<string, unknown>> {
  return import(pathToFileURL(join(checkout, 'apps', name, 'src', file)).href) as Promise<Record<string, unknown>>;
}
