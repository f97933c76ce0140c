import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretsOf } from '../platform/secrets.js';
import { shopSecretsIn, writeShopSecrets } from '../platform/shop-secrets.js';
import { writeTillKeys } from '../platform/till-keys.js';

/**
 * Makes every secret that deploy/compose/compose.yaml mounts, each in a file of its own; what is there is kept.
 *
 * Compose mounts a file with the rights that it has here, and a container's user is not the one of this machine: so the
 * files may be read by all, in a folder that nobody but its owner may enter.
 */
export async function writeComposeSecrets(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  const secrets = secretsOf(folder);
  const files = {
    'postgres-password': secrets.postgresPassword,
    'service-password': secrets.servicePassword,
    'migrator-password': secrets.migratorPassword,
    'operator-key': secrets.operatorKey,
    'erp-key': secrets.erpKey,
    'integrator-key': secrets.integratorKey,
  };
  for (const [name, secret] of Object.entries(files)) writeFileSync(join(folder, name), secret);
  writeShopSecrets(folder);
  await writeTillKeys(folder);
  const shops = shopSecretsIn(folder);
  const mounted = [...Object.keys(files), 'till-keys.json', 'pos-api-keys.json'].map((name) => join(folder, name));
  for (const file of [...mounted, ...readdirSync(shops).map((name) => join(shops, name))]) chmodSync(file, 0o644);
  chmodSync(shops, 0o755);
}
