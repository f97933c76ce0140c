import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
import { portCount, portsOf } from '../platform/ports.js';
import { secretsOf } from '../platform/secrets.js';
import { checkout, localFolder } from '../stack/checkout.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { startNativeStack } from '../stack/native-stack.js';
import { postgresFolder } from '../stack/postgres.js';
import { freePorts, requireDisk, requireJava } from '../stack/preflight.js';
import { Refusal } from '../stack/refusal.js';
import type { Stack } from '../stack/stack.js';
import { Started } from '../stack/started.js';
import { StateLock } from '../stack/state-lock.js';
import { Interrupted, interruption } from '../test/interruption.js';
import { ublXsds } from '../ubl/install-xsd.js';
import { runMixed } from './mixed-run.js';
import { faultsOf } from './outcome.js';
import { checkedOut, commitOf } from './release.js';
import { renderUpgrade } from './report.js';
import { PRE_STOP_MS, type UpgradePlan } from './upgrade-plan.js';

const usage = `Usage: npm run upgrade:test -- --from <revision> [--minutes 3] [--rate 5] [--pre-stop 5] [--keep]

Upgrades from a revision of this repository to this checkout under load and back again, both running mixed, and says
whether anything was lost or doubled; exits 1 if so. Runs on a Kafka, registry and Postgres of its own.
  --from      the revision that is upgraded, such as HEAD~10 or a tag; it is checked out and installed once
  --minutes   how long both run side by side
  --rate      sales a second, and as many orders of shops
  --pre-stop  seconds without requests before SIGTERM
  --keep      writes the report to docs/reports/<date>-upgrade.md, too`;

const { values } = readCommandLine({
  usage,
  accepts: {
    options: {
      from: { type: 'string' },
      minutes: { type: 'string', default: '3' },
      rate: { type: 'string', default: '5' },
      'pre-stop': { type: 'string', default: String(PRE_STOP_MS / 1_000) },
      keep: { type: 'boolean', default: false },
    },
  },
});

const folder = join(localFolder, 'upgrade');

async function main(): Promise<void> {
  const { from } = values;
  if (from === undefined) refuseCommandLine(usage, '--from names the revision that is upgraded.');
  const plan = { mixedSeconds: numberOf('minutes') * 60, rate: numberOf('rate'), preStopMs: numberOf('pre-stop') * 1_000 };
  const commit = commitOf(from);
  requireJava();
  requireDisk(folder);
  const lock = StateLock.acquire(folder);
  clear();
  try {
    const outcome = await onOwnStack(lock, { ...plan, from: checkedOut(commit), to: thisRevision() });
    const report = renderUpgrade(outcome, new Date());
    console.log(`\n${report}`);
    if (values.keep) keep(report);
    process.exitCode = faultsOf(outcome).length === 0 ? 0 : 1;
  } finally {
    lock.release();
  }
}

async function onOwnStack(lock: StateLock, plan: UpgradePlan): ReturnType<typeof runMixed> {
  const interrupted = interruption();
  const onStart = (process: ManagedProcess): void => lock.add(process.pid);
  const services = new Started({ closed: false, add: onStart });
  const onServiceStart = (process: ManagedProcess): void => services.add(process);
  const ports = portsOf(await freePorts(portCount));
  const secrets = secretsOf(folder);
  ublXsds();
  let stack: Stack | undefined;
  try {
    tell('Kafka, Postgres and the schema registry …');
    stack = await startNativeStack({ folder, ports, postgresPassword: secrets.postgresPassword, onStart });
    return await Promise.race([runMixed({ folder, ports, secrets, stack, onStart: onServiceStart, tell }, plan), interrupted]);
  } finally {
    await services.close();
    await stack?.stop();
  }
}

/** What `git describe` says of this checkout: its commit, and whether files differ from it. */
function thisRevision(): string {
  return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=9'], { cwd: checkout, encoding: 'utf8' }).trim();
}

function numberOf(name: 'minutes' | 'rate' | 'pre-stop'): number {
  const value = Number(values[name]);
  if (!Number.isFinite(value) || value < 0 || values[name] === '') refuseCommandLine(usage, `--${name} must be a number.`);
  return value;
}

function keep(report: string): void {
  const reports = join(checkout, 'docs/reports');
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, `${new Date().toISOString().slice(0, 10)}-upgrade.md`), report);
}

function clear(): void {
  const state = ['edi', 'kafka', 'logs', 'registry', 'sandbox', 'spans', 'registered-schemas'].map((name) => join(folder, name));
  for (const path of [...state, postgresFolder(join(folder, 'postgres'))]) rmSync(path, { recursive: true, force: true });
}

function tell(line: string): void {
  console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Refusal || error instanceof Interrupted ? error.message : error);
  process.exit(error instanceof Refusal ? 2 : 1);
});
