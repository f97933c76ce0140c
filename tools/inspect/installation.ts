import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { localPorts } from '../platform/ports.js';
import { secretsOf } from '../platform/secrets.js';
import type { Installation } from '../platform/services.js';
import { localFolder } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';

/** What the inspecting commands need of an installation. */
export type KnownInstallation = Pick<Installation, 'folder' | 'ports' | 'secrets'>;

/** The installation that `npm start` runs. @throws {Refusal} when it was never started. */
export function localInstallation(): KnownInstallation {
  if (!existsSync(join(localFolder, 'secrets.json'))) throw new Refusal('Nothing has been started here yet: run npm start first.');
  return { folder: localFolder, ports: localPorts(), secrets: secretsOf(localFolder) };
}

/** Runs a command about one order: its number is the only argument. Bad input ends with one sentence and code 2. */
export async function aboutOneOrder(command: string, tell: (orderNumber: string) => Promise<string>): Promise<void> {
  try {
    const [orderNumber, ...more] = process.argv.slice(2);
    if (!orderNumber || more.length > 0) throw new Refusal(`Usage: npm run ${command} -- <order number>`);
    console.log(await tell(orderNumber));
  } catch (error) {
    const away = error instanceof TypeError && error.message === 'fetch failed';
    if (!(error instanceof Refusal) && !away) throw error;
    console.error(away ? 'Kervan does not answer: start it with npm start.' : error.message);
    process.exitCode = 2;
  }
}
