import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';

interface ShopProfiles {
  readonly shops: readonly { readonly provider: string; readonly secrets: readonly { readonly name: string }[] }[];
}

/** The folder of the webhook secrets of an installation's shops, one file each. */
export const shopSecretsIn = (folder: string): string => join(folder, 'shop-secrets');

/** Makes each secret that the profile of a local shop names, for its owner's eyes alone; what is there is kept. */
export function writeShopSecrets(folder: string): void {
  const { shops } = JSON.parse(readFileSync(join(checkout, 'deploy/local/shops.json'), 'utf8')) as ShopProfiles;
  mkdirSync(shopSecretsIn(folder), { recursive: true, mode: 0o700 });
  for (const { provider, secrets } of shops) {
    for (const { name } of secrets) {
      const file = join(shopSecretsIn(folder), name);
      if (!existsSync(file)) writeFileSync(file, newSecret(provider), { mode: 0o600 });
    }
  }
}

/** In the form in which the provider gives its secrets. */
function newSecret(provider: string): string {
  const bytes = randomBytes(32);
  return provider === 'standard' ? `whsec_${bytes.toString('base64')}` : bytes.toString('hex');
}
