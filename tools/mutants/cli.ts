import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
import { checkout, localFolder } from '../stack/checkout.js';
import { requireDisk, requireJava } from '../stack/preflight.js';
import { Refusal } from '../stack/refusal.js';
import { StateLock } from '../stack/state-lock.js';
import { Interrupted, interruption } from '../test/interruption.js';
import { ublXsds } from '../ubl/install-xsd.js';
import { Ground } from './ground.js';
import { mutants } from './mutants.js';
import type { Mutant } from './mutant.js';
import { isAsItShould, lineOf, renderReport, type RunFacts, type ToldOutcome } from './report.js';
import { runMutant, type Outcome } from './run-mutant.js';

const usage = `Usage: npm run mutants [-- --only inbox-skipped,kurus-more] [--seed 1] [--resume]
                       [--report docs/reports/<date>-mutants.md]

Starts the system again and again, each time with one fault put into its source, plays a short morning, and says whether
the checker has caught it, by the invariant that should. First the system as it is, which must have no finding. Exits 1
unless all is so. Runs on a Kafka, registry and Postgres of its own.
  --only    names of mutants; \`none\` is the system as it is
  --seed    of the morning
  --resume  leaves out what has a good result of this seed from before; the table tells of which commit
  --report  writes the table that is printed into a file, too
  --list    prints the mutants`;

const { values } = readCommandLine({
  usage,
  accepts: {
    options: {
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      resume: { type: 'boolean', default: false },
      report: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  },
});

const NONE = 'none';
const folder = join(localFolder, 'mutants');

async function main(): Promise<void> {
  if (values.list) return list();
  const chosen = wanted();
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) refuseCommandLine(usage, '--seed must be a whole number.');
  requireJava();
  requireDisk(folder);
  ublXsds();
  const facts = { at: new Date(), commit: thisRevision(), seed };
  const lock = StateLock.acquire(folder);
  try {
    const left = values.resume ? chosen.filter((mutant) => !isGood(resultOf(mutant, facts))) : chosen;
    if (left.length > 0) await runAll(left, facts, lock);
    const outcomes = chosen.flatMap((mutant) => resultOf(mutant, facts) ?? []);
    const report = renderReport(outcomes, facts);
    console.log(`\n${report}`);
    if (values.report !== undefined) keep(values.report, report);
    process.exitCode = outcomes.every(isAsItShould) ? 0 : 1;
  } finally {
    lock.release();
  }
}

async function runAll(chosen: readonly (Mutant | undefined)[], facts: RunFacts, lock: StateLock): Promise<void> {
  const interrupted = interruption();
  const opening = Ground.open({ folder: join(folder, 'ground'), onStart: ({ pid }) => lock.add(pid), tell });
  try {
    const ground = await Promise.race([opening, interrupted]);
    for (const mutant of chosen) {
      const outcome = { ...(await Promise.race([runMutant(ground, folder, facts.seed, mutant), interrupted])), commit: facts.commit };
      tell(lineOf(outcome));
      mkdirSync(dirname(fileOf(mutant, facts)), { recursive: true });
      writeFileSync(fileOf(mutant, facts), JSON.stringify(outcome, null, 2));
    }
  } finally {
    const ground = await opening.catch(() => undefined);
    await ground?.close();
  }
}

/** Where the last outcome of a mutant is kept, by seed. */
function fileOf(mutant: Mutant | undefined, { seed }: RunFacts): string {
  return join(folder, 'results', String(seed), `${mutant?.name ?? NONE}.json`);
}

function resultOf(mutant: Mutant | undefined, facts: RunFacts): ToldOutcome | undefined {
  const file = fileOf(mutant, facts);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ToldOutcome) : undefined;
}

function isGood(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && isAsItShould(outcome);
}

function wanted(): readonly (Mutant | undefined)[] {
  if (values.only === undefined) return [undefined, ...mutants];
  return values.only.split(',').map((name) => {
    if (name === NONE) return undefined;
    return mutants.find((mutant) => mutant.name === name) ?? refuseCommandLine(usage, `There is no mutant ${name}; see --list.`);
  });
}

function list(): void {
  for (const { name, service, does, caughtBy } of mutants) console.log(`${name.padEnd(28)} ${caughtBy.padEnd(4)} ${service} ${does}`);
}

/** What \`git describe\` says of this checkout: its commit, and whether files differ from it. */
function thisRevision(): string {
  return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=9'], { cwd: checkout, encoding: 'utf8' }).trim();
}

function keep(path: string, report: string): void {
  const file = resolve(checkout, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, report);
}

function tell(line: string): void {
  console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Refusal || error instanceof Interrupted ? error.message : error);
  process.exit(error instanceof Refusal ? 2 : 1);
});
