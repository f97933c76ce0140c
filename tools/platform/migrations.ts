import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';
import { runToEnd } from './run-to-end.js';
import { environmentOf, type Installation, type ServiceName } from './services.js';

/** Runs the migrations of every service that has a database, side by side; harmless when there is nothing to do. */
export async function migrateAll(installation: Installation): Promise<void> {
  await Promise.all([...installation.databaseUrls.keys()].map((name) => migrate(name, installation)));
}

async function migrate(name: ServiceName, installation: Installation): Promise<void> {
  await runToEnd(`The migrations of ${name}`, [join(checkout, 'apps', name, 'src/migrate.ts')], environmentOf(name, installation));
}
