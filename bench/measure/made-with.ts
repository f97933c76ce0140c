import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { checkout } from '@kervan/tools/stack/checkout';
import type { DatabaseSettings } from './database-watch.js';

/** What a run is made with, as far as the machine and the checkout tell. */
export interface MadeWith {
  readonly startedAt: Date;
  readonly commit: string;
  readonly machine: string;
  readonly versions: string;
  /** What every contender has alike. */
  readonly durability: string;
}

const KAFKA_VERSION = '4.3.1';

/** Reads it now. @param packages whose versions matter beside those of the stack. */
export function madeWith(database: DatabaseSettings, packages: readonly string[]): MadeWith {
  const [first] = cpus();
  const versionOf = (name: string): string => `${name} ${versionInUse(name)}`;
  return {
    startedAt: new Date(),
    commit: commit(),
    machine: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GiB`,
    versions: [`Node ${process.versions.node}`, `Kafka ${KAFKA_VERSION}`, `Postgres ${database.version}`, ...packages.map(versionOf)].join(', '),
    durability: `fsync ${database.fsync}, synchronous_commit ${database.synchronousCommit}, acks -1, one broker`,
  };
}

function versionInUse(name: string): string {
  const text = readFileSync(`${checkout}/node_modules/${name}/package.json`, 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

function commit(): string {
  const git = (...args: string[]): string => spawnSync('git', args, { cwd: checkout, encoding: 'utf8' }).stdout?.trim() ?? '';
  const hash = git('rev-parse', '--short', 'HEAD') || 'unknown';
  return git('status', '--porcelain', '--untracked-files=no') === '' ? hash : `${hash} with changes`;
}
