import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SHOPS } from './shop-order.js';

/**
 * Reads the webhook secret of each shop: a file of the shop's name, blanks around it left out.
 * @throws Error that names the file where one is missing or empty.
 */
export async function readShopSecrets(directory: string): Promise<Map<string, string>> {
  const secrets = new Map<string, string>();
  for (const shop of SHOPS) {
    const path = join(directory, shop);
    const secret = (await readFile(path, 'utf8')).trim();
    if (secret === '') throw new Error(`The secret in ${path} is empty.`);
    secrets.set(shop, secret);
  }
  return secrets;
}
