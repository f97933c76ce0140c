import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toolsFolder } from '../checkers/checker.js';
import { cacheFolder } from '../stack/checkout.js';
import { postgresFolder } from '../stack/postgres.js';
import { StateLock } from '../stack/state-lock.js';

/**
 * Removes what an installation keeps in its folder; its downloads and tools stay unless they are named.
 *
 * @returns whether there was anything to remove.
 * @throws {Refusal} while the installation runs.
 */
export function removeState(folder: string, { downloads }: { readonly downloads: boolean }): boolean {
  if (!existsSync(folder)) return false;
  StateLock.acquire(folder).release();
  const kept = downloads ? [] : [basename(cacheFolder), basename(toolsFolder)];
  const found = readdirSync(folder).filter((name) => !kept.includes(name));
  rmSync(postgresFolder(join(folder, 'postgres')), { recursive: true, force: true });
  for (const name of found) rmSync(join(folder, name), { recursive: true, force: true });
  return found.length > 0;
}
