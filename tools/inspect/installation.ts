import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { localPorts, type Ports } from '../platform/ports.js';
import { secretsOf } from '../platform/secrets.js';
import type { Installation } from '../platform/services.js';
import { localFolder } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';
import { StateLock } from '../stack/state-lock.js';

/** What the inspecting commands need of an installation. */
export type KnownInstallation = Pick<Installation, 'folder' | 'ports' | 'secrets'>;

/**
 * The installation that `npm start` runs, on the ports that it was started with; while none runs, on those that the
 * environment names.
 *
 * @throws {Refusal} when it was never started.
 */
export function localInstallation(): KnownInstallation {
  if (!existsSync(join(localFolder, 'secrets.json'))) throw new Refusal('Nothing has been started here yet: run npm start first.');
  return { folder: localFolder, ports: knownPorts(), secrets: secretsOf(localFolder) };
}

/** The ports of the start that runs; while none does, those that the environment names. */
export function knownPorts(): Ports {
  return (StateLock.portsOf(localFolder) as Ports | undefined) ?? localPorts();
}
