import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '../platform/services.js';

/** The key of one of the branches. */
export function oneTillKey({ folder }: Pick<Installation, 'folder'>): string {
  const [first] = JSON.parse(readFileSync(join(folder, 'till-keys.json'), 'utf8')) as { readonly key: string }[];
  if (!first) throw new Error('There is no branch with a key.');
  return first.key;
}
