import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, checkout } from './checkout.js';
import { Refusal } from './refusal.js';

const REGISTRY_VERSION = '3.0.9';

/** Folder with the jars of Apache Kafka 4.3.1, fetched by Maven at the first use. */
export function kafkaJars(): string {
  return once(join(cacheFolder, 'kafka-4.3.1'), 'the Kafka jars', (folder) =>
    maven(['-f', join(checkout, 'deploy/local/kafka/pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`]),
  );
}

/** Folder with the Apicurio schema registry, fetched by Maven at the first use. */
export function registryApp(): string {
  return once(join(cacheFolder, `apicurio-${REGISTRY_VERSION}`), 'the schema registry', (folder) => {
    const artifact = `io.apicurio:apicurio-registry-app:${REGISTRY_VERSION}:tar.gz:all`;
    maven(['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`]);
    const archive = `apicurio-registry-app-${REGISTRY_VERSION}-all.tar.gz`;
    run('tar', ['-xzf', archive], folder);
    rmSync(join(folder, archive));
  });
}

/** Fills a folder beside its place and moves it there, so that a cut download is never taken for a whole one. */
function once(folder: string, what: string, fill: (folder: string) => void): string {
  if (existsSync(folder)) return folder;
  console.log(`Fetching ${what} (Maven) …`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  fill(part);
  renameSync(part, folder);
  return folder;
}

function maven(args: readonly string[]): void {
  run('mvn', ['-q', '-B', ...args], checkout);
}

function run(command: string, args: readonly string[], cwd: string): void {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (result.error) throw new Refusal(`${command} is missing: install it (Debian: apt-get install maven) and start again.`);
  if (result.status !== 0) {
    throw new Refusal(`${command} ${args.join(' ')} failed: ${`${result.stdout}${result.stderr}`.trim().slice(-400)}`);
  }
}
