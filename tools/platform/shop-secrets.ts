import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';

interface ShopProfiles {
  readonly shops: readonly { readonly secrets: readonly { readonly name: string }[] }[];
}

/** The folder of the webhook secrets of an installation's shops, one file each. */
export const shopSecretsIn = (folder: string): string => join(folder, 'shop-secrets');

/** Makes each secret that the profile of a local shop names, for its owner's eyes alone; what is there is kept. */
export function writeShopSecrets(folder: string): void {
  const { shops } = JSON.parse(readFileSync(join(checkout, 'deploy/local/shops.json'), 'utf8')) as ShopProfiles;
  mkdirSync(shopSecretsIn(folder), { recursive: true, mode: 0o700 });
  for (const { name } of shops.flatMap(({ secrets }) => secrets)) {
    const file = join(shopSecretsIn(folder), name);
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  }
}
