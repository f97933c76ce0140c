import { readCommandLine } from '../command/command-line.js';
import { mutants } from './mutants/mutants.js';
import { openModelDatabase } from './run/model-world.js';
import { renderResult } from './run/render-result.js';
import { runModel } from './run/run-model.js';

const USAGE = `Usage: npm run model -- [--seeds 1000] [--from 1] [--seed N] [--orders K] [--acted] [--mutant N]

Runs the saga, its participants, inbox, outbox and outgoing calls in one process, under faults that follow from a seed.
Prints the whole trace of each seed that finds something wrong, and exits 1 if there is one. --seed runs one seed and
prints its trace in any case; the same seed gives the same trace. --orders sets how many orders a run has, which is
another run; so is one with --acted, where persons act on orders whatever the seed says. --mutant breaks a mechanism on
purpose: 1 to ${mutants.length}.`;

const { values } = readCommandLine({
  usage: USAGE,
  accepts: {
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      orders: { type: 'string' },
      acted: { type: 'boolean', default: false },
      mutant: { type: 'string' },
    },
  },
});

const orders = values.orders === undefined ? {} : { orders: Number(values.orders) };
const mutant = mutants[Number(values.mutant) - 1];
const acted = values.acted || mutant?.acted ? { acted: true } : {};
const broken = mutant ? { mutation: mutant.mutation, faults: mutant.under } : {};
const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const database = await openModelDatabase();
const began = process.cpuUsage();
let failed = 0;
let [crashes, placed] = [0, 0];
for (let seed = first; seed < first + count; seed += 1) {
  const result = await runModel(database, { seed, ...broken, ...acted, ...orders });
  crashes += result.crashes;
  placed += result.orders.length;
  if (result.findings.length > 0) failed += 1;
  if (result.findings.length > 0 || values.seed !== undefined) console.log(renderResult(result));
}
const { user, system } = process.cpuUsage(began);
const each = Math.round((user + system) / 1_000 / count);
console.log(`${count} seeds, ${placed} orders, ${crashes} crashes: ${failed} failed; ${each} ms of CPU a seed`);
await database.close();
process.exitCode = failed > 0 ? 1 : 0;
