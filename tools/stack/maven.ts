import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { Refusal } from './refusal.js';

/**
 * Makes a folder of downloads once: it is filled beside its place and moved there, so that a cut download is never
 * taken for a whole one.
 *
 * @returns the folder.
 */
export function fetchedOnce(folder: string, what: string, fill: (folder: string) => void): string {
  if (existsSync(folder)) return folder;
  console.log(`Fetching ${what} …`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  fill(part);
  renameSync(part, folder);
  return folder;
}

/** Copies one artifact, `group:artifact:version[:type[:classifier]]`, into a folder. */
export function copyArtifact(artifact: string, folder: string): void {
  maven(['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], folder);
  rmSync(`${folder}/\${project.basedir}`, { recursive: true, force: true }); // the plugin's marker files
}

/** Whether Maven is installed. */
export function hasMaven(): boolean {
  return spawnSync('mvn', ['-v']).error === undefined;
}

/** Runs Maven quietly. @throws {Refusal} when it is missing or fails. */
export function maven(args: readonly string[], cwd: string): void {
  run('mvn', ['-q', '-B', ...args], cwd);
}

/** Runs a command to its end. @throws {Refusal} with its last words when it is missing or fails. */
export function run(command: string, args: readonly string[], cwd: string): void {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (result.error) throw new Refusal(`${command} is missing: install it (Debian: apt-get install ${command === 'mvn' ? 'maven' : command}) and start again.`);
  if (result.status !== 0) {
    throw new Refusal(`${command} ${args.join(' ')} failed: ${`${result.stdout}${result.stderr}`.trim().slice(-400)}`);
  }
}
