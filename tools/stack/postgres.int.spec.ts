import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accepts } from './kafka.js';
import type { ManagedProcess } from './managed-process.js';
import { postgresFolder, startPostgres, type PostgresPlan } from './postgres.js';
import { freePorts } from './preflight.js';

let folder: string;
let plan: PostgresPlan;
let server: ManagedProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ending-postgres-'));
  const [port] = (await freePorts(1)) as [number];
  plan = { folder: join(folder, 'data'), port, password: 'of the superuser', logFile: join(folder, 'postgres.log') };
  server = await startPostgres(plan).ready();
}, 90_000);

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The server itself, below the process that runs it. */
function postmaster(): number {
  return Number(readFileSync(join(postgresFolder(plan.folder), 'postmaster.pid'), 'utf8').split('\n')[0]);
}

it('a Postgres that ends by itself is not taken for one that runs: its process ends with 1, says so, and can be started again', async () => {
  process.kill(postmaster(), 'SIGKILL');
  await eventually('its process has ended', () => Promise.resolve(!server.running), { withinMs: 20_000 });
  expect(server.exitCode).toBe(1);
  expect(readFileSync(plan.logFile, 'utf8')).toContain(`Postgres has ended by itself; why, it says above. Its data stays in ${postgresFolder(plan.folder)}`);
  server = await startPostgres(plan).ready();
});

it('one that is stopped ends with 0', async () => {
  await server.stop();
  expect(server.exitCode).toBe(0);
});

it('one that is killed with its group leaves no server behind', async () => {
  server = await startPostgres(plan).ready();
  server.killGroup();
  await eventually('nothing listens there', async () => !(await accepts(plan.port)), { withinMs: 20_000 });
  await eventually('its process has ended', () => Promise.resolve(!server.running));
});
