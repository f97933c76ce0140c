import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
import { secondsOf, type FaultPlan } from './fault-plan.js';
import { faults } from './faults/all.js';
import type { Fault } from './faults/fault.js';

/** What a call of the command asks for. */
export interface ChaosPlan {
  readonly runs: readonly FaultPlan[];
  /** Leaves out what has a result. */
  readonly resume: boolean;
  /** Where the page goes that is made from all results. */
  readonly report?: string;
}

const USAGE = `Usage: npm run chaos -- [--faults 1,7,11] [--seed 42] [--orders 1000] [--rate 8] [--scale 1] [--resume]
                        [--report docs/reports/<date>-chaos.md]

Starts Kafka, registry, Postgres, every service and the sandbox, sends orders over every channel, and injects one fault after
another; says of each whether an order was lost, doubled or off by a kuruş, and how soon the rate was back. Exits 1 if so.
  --faults   rows of the matrix; all by default
  --seed     one seed; by default 1 to 5 for faults whose load takes less than three minutes, and 1 for longer ones
  --orders   at least so many for each fault and seed
  --rate     orders a second
  --scale    of the times and counts that the matrix gives a fault
  --resume   leaves out what has a result from before
  --report   writes a page from all results; with --resume also from earlier ones
  --list     prints the rows, and which of them this machine permits`;

const SEEDS = [1, 2, 3, 4, 5];
const SHORT_SECONDS = 180;

/** Reads the command line; prints and ends where it is asked for help, or cannot be read. */
export function readPlan(commit: string): ChaosPlan & { readonly list: boolean } {
  const { values } = readCommandLine({
    usage: USAGE,
    accepts: {
      options: {
        faults: { type: 'string' },
        seed: { type: 'string' },
        orders: { type: 'string', default: '1000' },
        rate: { type: 'string', default: '8' },
        scale: { type: 'string', default: '1' },
        resume: { type: 'boolean', default: false },
        report: { type: 'string' },
        list: { type: 'boolean', default: false },
      },
    },
  });
  const number = (name: 'seed' | 'orders' | 'rate' | 'scale'): number => positive(name, values[name] ?? '');
  const [orders, usualRate, scale] = [number('orders'), number('rate'), number('scale')];
  const seeds = values.seed === undefined ? undefined : [number('seed')];
  const runs = wanted(values.faults).flatMap((fault) => {
    const rate = fault.rate ?? usualRate;
    const plan = { fault, orders, rate, scale, commit };
    return (seeds ?? (secondsOf(plan) < SHORT_SECONDS ? SEEDS : SEEDS.slice(0, 1))).map((seed) => ({ ...plan, seed }));
  });
  return { runs, resume: values.resume, list: values.list, ...(values.report !== undefined && { report: values.report }) };
}

function wanted(list: string | undefined): readonly Fault[] {
  if (list === undefined) return faults;
  return list.split(',').map((text) => {
    const fault = faults.find(({ number }) => String(number) === text.trim());
    return fault ?? refuseCommandLine(USAGE, `There is no fault ${text}; there are ${faults.map(({ number }) => number).join(', ')}.`);
  });
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value <= 0) refuseCommandLine(USAGE, `--${name} must be a number above 0.`);
  return value;
}
