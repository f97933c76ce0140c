import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';
import { migratorUrl } from './databases.js';
import { runToEnd } from './run-to-end.js';
import { environmentOf, type Installation, type ServiceName } from './services.js';

/** Runs the migrations of every service that has a database, side by side; harmless when there is nothing to do. */
export async function migrateAll(installation: Installation): Promise<void> {
  await Promise.all([...installation.databaseUrls.keys()].map((name) => migrate(name, installation)));
}

async function migrate(name: ServiceName, installation: Installation): Promise<void> {
  const { DATABASE_URL = '', ...env } = environmentOf(name, installation);
  const url = migratorUrl(DATABASE_URL, installation.secrets.migratorPassword);
  await runToEnd(`The migrations of ${name}`, [join(checkout, 'apps', name, 'src/migrate.ts')], { ...env, DATABASE_URL: url });
}
