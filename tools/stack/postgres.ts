import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { checkoutHash } from './checkout.js';
import { ManagedProcess } from './managed-process.js';
import { Refusal } from './refusal.js';

/** A real Postgres 18 on loopback, fsync and synchronous_commit on. */
export interface PostgresPlan {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
}

/**
 * Where the data of a Postgres goes whose state belongs in `folder`.
 *
 * As root the server runs as user `postgres`, who may not enter a folder below one that others may not enter (mode
 * 0700): the data then goes to `/var/tmp/kervan-<checkout>`.
 */
export function postgresFolder(folder: string): string {
  const asRoot = process.getuid?.() === 0;
  return !asRoot || othersMayEnter(dirname(folder)) ? folder : join('/var/tmp', `kervan-${checkoutHash}`, folder.replaceAll('/', '_'));
}

/** Starts the server; its data is created at the first start. */
export function startPostgres(plan: PostgresPlan): ManagedProcess {
  const folder = postgresFolder(plan.folder);
  refuseForeignServer(folder);
  const connectionString = `postgres://postgres:${plan.password}@127.0.0.1:${plan.port}/postgres`;
  return ManagedProcess.start({
    name: 'Postgres',
    command: process.execPath,
    args: [fileURLToPath(new URL('./postgres-server.mjs', import.meta.url))],
    env: { PGDATA_FOLDER: folder, PGDATA_PORT: String(plan.port), PGDATA_PASSWORD: plan.password },
    logFile: plan.logFile,
    ready: () => answers(connectionString),
    readyWithinMs: 60_000,
  });
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function othersMayEnter(folder: string): boolean {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

function refuseForeignServer(folder: string): void {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const commandLine = `/proc/${pid}/cmdline`;
  if (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(folder)) {
    throw new Refusal(`Process ${pid} is a Postgres that already uses ${folder}: stop it (kill ${pid}) and start again.`);
  }
}
