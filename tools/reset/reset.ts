import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder } from '../stack/checkout.js';
import { postgresFolder } from '../stack/postgres.js';
import { Refusal } from '../stack/refusal.js';
import { StateLock } from '../stack/state-lock.js';

/** `npm run reset`: removes the state of the local installation, unless it runs. */
try {
  StateLock.acquire(localFolder).release();
  for (const folder of [postgresFolder(join(localFolder, 'postgres')), localFolder]) {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('The local state is removed; the next npm start begins anew.');
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
