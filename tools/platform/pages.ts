import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';
import { runToEnd } from './run-to-end.js';

/** Builds the pages of the console; done in a moment where nothing has changed since the last time. */
export async function buildPages(): Promise<void> {
  await runToEnd('Building the pages of the console', [join(checkout, 'apps/console/web/build.ts')]);
}
