import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { checkout, checkoutHash } from './checkout.js';
import { ManagedProcess } from './managed-process.js';
import { Refusal } from './refusal.js';

/** A real Postgres 18 on loopback, fsync and synchronous_commit on. */
export interface PostgresPlan {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
}

/** For what user `postgres` must reach, where it may not enter this checkout. */
const reachable = join('/var/tmp', `kervan-${checkoutHash}`);

/**
 * Where the data of a Postgres goes whose state belongs in `folder`.
 *
 * As root the server runs as user `postgres`, who may not enter a folder below one that others may not enter (mode
 * 0700, as /root often is): the data then goes to `/var/tmp/kervan-<checkout>`, and the server's programs with it.
 */
export function postgresFolder(folder: string): string {
  return mayEnter(dirname(folder)) ? folder : join(reachable, folder.replaceAll('/', '_'));
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
    env: {
      PGDATA_FOLDER: folder,
      PGDATA_PORT: String(plan.port),
      PGDATA_PASSWORD: plan.password,
      ...(mayEnter(checkout) ? {} : { POSTGRES_COPY_FOLDER: reachable }),
    },
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

/** Whether the user who runs the server may enter a folder. */
function mayEnter(folder: string): boolean {
  if (process.getuid?.() !== 0) return true;
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
