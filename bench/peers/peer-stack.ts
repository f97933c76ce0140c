import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planOf, runSource, urlOf } from '@kervan/tools/platform/services';
import { writeShopSecrets } from '@kervan/tools/platform/shop-secrets';
import { writeTillKeys } from '@kervan/tools/platform/till-keys';
import { checkout } from '@kervan/tools/stack/checkout';
import { accepts } from '@kervan/tools/stack/kafka';
import { ManagedProcess } from '@kervan/tools/stack/managed-process';
import pg from 'pg';
import { startBenchPostgres } from '../measure/bench-stack.js';
import { participantTables, type PeerSettings } from './contenders/participants.js';

/** A peer with everything that it needs, and nothing else: Postgres, the sandbox, its server, its application. */
export interface RunningPeer {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly sandboxUrl: string;
  /** Where a sale is posted; answered once it is completed. */
  readonly salesUrl: string;
  readonly processes: ReadonlyMap<number, string>;
  stop(): Promise<void>;
}

export type PeerName = 'dbos' | 'restate';

const READY_WITHIN_MS = 120_000;

/** Starts a peer with empty data in `.local/bench`, its application in so many processes. */
export async function startPeer(name: PeerName, processes: number, tell: (sentence: string) => void): Promise<RunningPeer> {
  tell(`Postgres, the sandbox and ${name} …`);
  const bench = await startBenchPostgres();
  const { folder, ports, secrets, stack, onStart } = bench;
  const started: ManagedProcess[] = [];
  const start = async (process: ManagedProcess): Promise<void> => {
    started.unshift(process);
    onStart(process);
    await process.ready();
  };
  const stop = async (): Promise<void> => {
    for (const process of started) await process.stop();
    await bench.stop();
  };
  try {
    writeShopSecrets(folder);
    await writeTillKeys(folder);
    const installation = { folder, ports, secrets, stack, databaseUrls: new Map() };
    await start(ManagedProcess.start(planOf('sandbox', installation)));
    const databaseUrl = await makeDatabase(stack.databaseUrl);
    const sandboxUrl = urlOf('sandbox', installation);
    const appPort = ports.posIngest;
    const settings: PeerSettings = {
      databaseUrl, sandboxUrl, erpKey: secrets.erpKey, integratorKey: secrets.integratorKey, port: appPort, processes,
    };
    await start(application(name, settings, folder));
    if (name === 'dbos') return { folder, databaseUrl, sandboxUrl, salesUrl: `http://127.0.0.1:${appPort}/`, processes: bench.processes, stop };
    const restate = { ingress: ports.orderOrchestrator, admin: ports.erpWriter, node: ports.einvoiceSender };
    await start(restateServer(restate, folder));
    await register(`http://127.0.0.1:${restate.admin}`, `http://127.0.0.1:${appPort}`);
    const salesUrl = `http://127.0.0.1:${restate.ingress}/orderToInvoice/run`;
    return { folder, databaseUrl, sandboxUrl, salesUrl, processes: bench.processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function application(name: PeerName, settings: PeerSettings, folder: string): ManagedProcess {
  return ManagedProcess.start({
    name,
    command: process.execPath,
    args: [...runSource, fileURLToPath(new URL(`./contenders/${name}.ts`, import.meta.url))],
    env: { PEER_SETTINGS: JSON.stringify(settings), NODE_ENV: 'production' },
    logFile: join(folder, 'logs', `${name}.log`),
    ready: () => accepts(settings.port),
    readyWithinMs: READY_WITHIN_MS,
  });
}

/** One node with its defaults: what it has acknowledged is in its log on the disk, synced. */
function restateServer(ports: { readonly ingress: number; readonly admin: number; readonly node: number }, folder: string): ManagedProcess {
  const program = join(checkout, 'node_modules/@restatedev/restate-server-linux-x64/bin/restate-server');
  return ManagedProcess.start({
    name: 'Restate server',
    command: program,
    args: ['--no-logo', '--listen-mode', 'tcp', '--bind-ip', '127.0.0.1', '--bind-port', String(ports.node)],
    env: {
      RESTATE_BASE_DIR: join(folder, 'restate', randomBytes(4).toString('hex')),
      RESTATE_NODE_NAME: 'bench',
      RESTATE_ADVERTISED_HOST: '127.0.0.1',
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ports.ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ports.admin}`,
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_LOG_FILTER: 'warn',
    },
    logFile: join(folder, 'logs', 'restate-server.log'),
    ready: async () => (await fetch(`http://127.0.0.1:${ports.admin}/health`)).ok,
    readyWithinMs: READY_WITHIN_MS,
  });
}

async function register(adminUrl: string, applicationUrl: string): Promise<void> {
  const response = await fetch(`${adminUrl}/deployments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri: applicationUrl }),
  });
  if (!response.ok) throw new Error(`Restate did not take the deployment: ${response.status} ${await response.text()}`);
}

async function makeDatabase(adminUrl: string): Promise<string> {
  const url = Object.assign(new URL(adminUrl), { pathname: '/peer' }).href;
  for (const [connectionString, sql] of [[adminUrl, 'CREATE DATABASE peer'], [url, participantTables]] as const) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
  return url;
}
