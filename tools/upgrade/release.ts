import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Platform, PlatformPlan } from '../platform/platform.js';
import { planOf, services, type Installation, type ServiceName } from '../platform/services.js';
import { cacheFolder, checkout } from '../stack/checkout.js';
import type { ProcessPlan } from '../stack/managed-process.js';
import { fetchedOnce, run } from '../stack/maven.js';
import { Refusal } from '../stack/refusal.js';

/** The code of one revision, and how its processes are started. */
export interface Release {
  /** What it is called in logs and reports. */
  readonly name: string;
  readonly services: readonly ServiceName[];
  plan(service: ServiceName): ProcessPlan;
}

/** A revision that is checked out and installed in a folder of its own. */
export interface Checkout {
  readonly commit: string;
  readonly folder: string;
}

/** The doors of a revision that a run passes through; each revision has its own behind the same names. */
interface Doors {
  readonly startPlatform: (plan: PlatformPlan) => Promise<Platform>;
  readonly planOf: typeof planOf;
  readonly services: typeof services;
}

/** The services of this checkout, on an installation that it has prepared. */
export function thisRelease(installation: Installation, name = 'new'): Release {
  return { name, services: withoutSandbox(services), plan: (service) => planOf(service, installation) };
}

/** The commit that a revision names. @throws {Refusal} when this repository has none of that name. */
export function commitOf(revision: string): string {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return execFileSync('git', args, { cwd: checkout, encoding: 'utf8' }).trim();
  } catch {
    throw new Refusal(`This repository has no revision ${revision}: name a commit, a branch or a tag that git log shows.`);
  }
}

const releases = join(cacheFolder, 'releases');

/**
 * Checks a commit out and installs its packages, once; both, a gigabyte, are kept with the downloads until another commit
 * is asked for.
 *
 * @throws {Refusal} where that does not succeed.
 */
export function checkedOut(commit: string): Checkout {
  const others = existsSync(releases) ? readdirSync(releases).filter((name) => name !== commit) : [];
  for (const other of others) rmSync(join(releases, other), { recursive: true, force: true });
  const folder = fetchedOnce(join(releases, commit), `release ${commit.slice(0, 9)} and its packages (git, npm ci)`, (part) => {
    run('sh', ['-c', `git archive ${commit} | tar -x -C "$0"`, part], checkout);
    run('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund', '--prefer-offline'], part);
    mkdirSync(join(part, '.local'));
    symlinkSync(cacheFolder, join(part, '.local/cache'));
  });
  return { commit, folder };
}

/**
 * Makes an installation as a commit makes it, by its own start, and stops what it has started.
 *
 * @returns the release, on that installation.
 */
export async function installedBy({ commit, folder }: Checkout, plan: PlatformPlan): Promise<Release> {
  const from = (path: string): Promise<unknown> => import(pathToFileURL(join(folder, path)).href);
  const doors = { ...((await from('tools/platform/platform.ts')) as object), ...((await from('tools/platform/services.ts')) as object) } as Doors;
  const platform = await doors.startPlatform(plan);
  await platform.stop();
  return {
    name: commit.slice(0, 9),
    services: withoutSandbox(doors.services),
    plan: (service) => doors.planOf(service, platform.installation),
  };
}

function withoutSandbox(names: readonly ServiceName[]): ServiceName[] {
  return names.filter((name) => name !== 'sandbox');
}
