import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';
import { runToEnd } from './run-to-end.js';

/** Makes the API keys of the branches: plain for the tills of the sandbox, hashed for pos-ingest; kept if there. */
export async function writeTillKeys(folder: string): Promise<void> {
  await runToEnd('Making the API keys of the branches', [join(checkout, 'apps/sandbox/src/tills/write-branch-keys.ts'), folder]);
}
