import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { urlOf, type ServiceName } from '@kervan/tools/platform/services';
import { connectTo } from './databases.js';
import type { OwnWorld, World } from './world.js';

/** What a service is doing at a moment, in words. */
export type Doing = readonly string[];

const KILL_WITHIN = { withinMs: 30_000, everyMs: 10 };

/**
 * Kills a service (SIGKILL) at the moment at which `doing` says that it is in the middle of something, and prints what
 * was hit. Its supervisor starts it again.
 */
export async function killWhile(world: OwnWorld, service: ServiceName, doing: () => Promise<Doing>): Promise<void> {
  const process = world.processes.get(service);
  if (!process) throw new Error(`${service} is not running`);
  const { pid } = process;
  const hit = await eventually(`${service} is in the middle of something`, async () => {
    const now = await doing();
    return now.length > 0 && now;
  }, KILL_WITHIN);
  process.signal('SIGKILL');
  await eventually(`process ${pid} is gone`, () => !isAlive(pid));
  console.log(`kill -9 of ${service} (process ${pid}) while: ${hit.join('; ')}`);
  await eventually(`${service} is started again`, () => process.pid !== pid);
}

/** Resolves when a service that was killed is ready again. */
export async function untilReady(world: World, service: ServiceName): Promise<void> {
  const url = `${urlOf(service, world.installation)}/health/ready`;
  await eventually(`${service} is ready`, async () => (await fetch(url)).ok, { withinMs: 60_000, everyMs: 100 });
}

/** The outgoing calls of a service whose request is on its way. */
export async function callsUnderWay(service: ServiceName, orderId: string): Promise<Doing> {
  const database = await connectTo(service);
  try {
    const { rows } = await database.query<{ id: string; type: string }>(
      `SELECT id, type FROM outbound_call WHERE state = 'processing' AND order_key = $1`, [orderId],
    );
    return rows.map(({ id, type }) => `call ${id} (${type}) was processing`);
  } finally {
    await database.end();
  }
}

/** The files of trading partner `marketim` that edi-gateway has claimed and not put away. */
export async function filesInProcessing({ installation }: World): Promise<Doing> {
  const processing = join(installation.folder, 'edi/marketim/processing');
  const entries = await readdir(processing, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => `file ${name} lay in processing`);
}

/**
 * Runs `work` while nobody can write into a table of a service: each transaction that comes to it stays open there.
 *
 * `work` is given what tells the statements that are held up and begin so.
 */
export async function whileTableIsLocked(
  service: ServiceName,
  table: string,
  work: (heldUp: (beginning: string) => Promise<Doing>) => Promise<void>,
): Promise<void> {
  const [locker, watcher] = await Promise.all([connectTo(service), connectTo(service)]);
  try {
    await locker.query('BEGIN');
    await locker.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
    await work(async (beginning) => {
      const { rows } = await watcher.query<{ query: string }>(
        `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      const statements = rows.map(({ query }) => query.replaceAll(/\s+/g, ' ').trim().slice(0, 60));
      return statements.filter((statement) => statement.startsWith(beginning));
    });
  } finally {
    await Promise.all([locker.end(), watcher.end()]); // the lock ends with its connection
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
