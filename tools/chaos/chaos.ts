import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkout, localFolder } from '../stack/checkout.js';
import { requireDisk, requireJava } from '../stack/preflight.js';
import { Refusal } from '../stack/refusal.js';
import { StateLock } from '../stack/state-lock.js';
import { Interrupted, interruption } from '../test/interruption.js';
import { ublXsds } from '../ubl/install-xsd.js';
import { readPlan, type ChaosPlan } from './chaos-plan.js';
import { elsewhere } from './faults/elsewhere.js';
import { faults } from './faults/all.js';
import { renderReport } from './report.js';
import { Results } from './result.js';
import { runRows } from './run-rows.js';
import { Sites } from './sites.js';

/** `npm run chaos`: faults under load, one after another, each judged at rest. */
const folder = join(localFolder, 'chaos');
const results = new Results(join(folder, 'results'));

async function main(): Promise<void> {
  const plan = readPlan(thisRevision());
  if (plan.list) return list();
  const lock = StateLock.acquire(folder);
  const sites = new Sites(folder, { onStart: (process) => lock.add(process.pid), tell });
  const ended = new AbortController();
  try {
    const sound = await Promise.race([runAll(plan, sites, ended.signal), interruption()]);
    if (plan.report !== undefined) writeReport(plan.report);
    process.exitCode = sound ? 0 : 1;
  } finally {
    ended.abort();
    await sites.end();
    lock.release();
  }
}

/** Runs what the plan asks for; tells whether all of it is sound. */
async function runAll({ runs, resume }: ChaosPlan, sites: Sites, signal: AbortSignal): Promise<boolean> {
  const open = runs.filter(({ fault: { number: fault }, seed }) => !(resume && results.has({ fault, seed })));
  if (open.length > 0) requireMachine();
  if (!resume) for (const { fault: { number: fault }, seed } of open) results.forget({ fault, seed });
  return runRows(open, { sites, results, evidence: join(folder, 'evidence'), tell, signal });
}

function writeReport(file: string): void {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 1024 ** 3)} GiB`;
  const path = resolve(checkout, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, renderReport({ results: results.all(), elsewhere, at: new Date(), machine }));
  tell(`The report is in ${path}.`);
}

async function list(): Promise<void> {
  for (const { number, name, how, needs } of faults) {
    const reason = await needs?.();
    console.log(`${number} ${name}: ${how}${reason === undefined ? '' : `; skipped here: ${reason}`}`);
  }
  for (const { number, what, where } of elsewhere) console.log(`${number} ${what}: shown elsewhere: ${where}`);
}

function requireMachine(): void {
  requireJava();
  requireDisk(folder);
  ublXsds();
}

/** What `git describe` says of this checkout: its commit, and whether files differ from it. */
function thisRevision(): string {
  return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=9'], { cwd: checkout, encoding: 'utf8' }).trim();
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
