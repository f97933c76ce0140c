import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout. */
export const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where everything lives that the local stack keeps; `npm run reset` removes it. */
export const localFolder = join(checkout, '.local');

/** Downloads, kept across resets of the state because they are the same for every start. */
export const cacheFolder = join(localFolder, 'cache');

/** A short name of this checkout, the same at every start, other for every other checkout of the machine. */
export const checkoutHash = createHash('sha256').update(checkout).digest('hex').slice(0, 12);
