import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { readCommandLine } from '../command/command-line.js';
import { localFolder } from '../stack/checkout.js';
import { platformaticClient } from '../kafka-client/fixtures/platformatic-client.js';
import { KafkaCluster } from '../stack/kafka-cluster.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { postgresFolder, startPostgres } from '../stack/postgres.js';
import { freePorts, requireDisk, requireJava } from '../stack/preflight.js';
import { Refusal } from '../stack/refusal.js';
import { Started } from '../stack/started.js';
import { StateLock } from '../stack/state-lock.js';
import { Interrupted, interruption } from '../test/interruption.js';
import { type FailoverOutcome, runFailover } from './failover-run.js';
import { faultsOf, renderOutcome } from './outcome.js';

const usage = `Usage: npm run failover:test [-- --candidate]

Kills one of three brokers after another with SIGKILL while kafkajs writes to all of them, with our patches and without,
and while our own consumer reads. Says what was lost, doubled or out of order; exits 1 when anything was with the patches,
or when nothing was without. Takes about two minutes, on brokers and a Postgres of its own.
  --candidate  has @platformatic/kafka write, too, behind the same door; what becomes of that is told and decides nothing`;

const { values } = readCommandLine({ usage, accepts: { options: { candidate: { type: 'boolean', default: false } } } });
const folder = join(localFolder, 'failover');

async function main(): Promise<void> {
  requireJava();
  requireDisk(folder);
  const lock = StateLock.acquire(folder);
  clear();
  try {
    const outcome = await onOwnBrokers(lock);
    console.log(`\n${renderOutcome(outcome, platformaticClient.name)}\n`);
    const faults = faultsOf(outcome);
    console.log(faults.length === 0 ? 'Nothing acknowledged was lost, doubled or out of order.' : faults.join('\n'));
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    lock.release();
  }
}

async function onOwnBrokers(lock: StateLock): Promise<FailoverOutcome> {
  Logger.overrideLogger(false);
  process.removeAllListeners('warning'); // the unpatched client sets timers into the past, and Node says so
  const interrupted = interruption();
  const started = new Started({ closed: false, add: ({ pid }) => lock.add(pid) });
  const onStart = (process: ManagedProcess): void => started.add(process);
  const [port] = (await freePorts(1)) as [number];
  const password = randomBytes(12).toString('hex');
  const postgres = startPostgres({ folder: join(folder, 'postgres'), port, password, logFile: join(folder, 'logs/postgres.log') });
  onStart(postgres);
  let cluster: KafkaCluster | undefined;
  try {
    tell('three brokers and a Postgres …');
    cluster = await KafkaCluster.start({ folder, onStart });
    await postgres.ready();
    const database = { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` };
    return await Promise.race([runFailover({ cluster, database, tell, ...(values.candidate && { candidate: platformaticClient }) }), interrupted]);
  } finally {
    await cluster?.stop();
    await started.close(); // Postgres, and a broker that the run was about to start
    clear();
  }
}

function clear(): void {
  const state = ['broker-1', 'broker-2', 'broker-3'].map((name) => join(folder, name));
  for (const path of [...state, postgresFolder(join(folder, 'postgres'))]) rmSync(path, { recursive: true, force: true });
}

function tell(line: string): void {
  console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Refusal || error instanceof Interrupted ? error.message : error);
    process.exit(error instanceof Refusal ? 2 : 1);
  },
);
