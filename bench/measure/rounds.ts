import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { type CpuReading, type CpuUse, cpuUse, readCpu } from './cpu-time.js';
import { type DatabaseWatch, type DatabaseWork, workBetween } from './database-watch.js';
import { MOST_STRANGERS } from './quiet.js';
import type { RoundPlan } from './round-plan.js';

/** One of those that are compared. */
export interface Contender {
  readonly name: string;
  /** Brings it up with empty state, alone; resolves once it works. */
  start(): Promise<RunningContender>;
}

/** A contender at work. */
export interface RunningContender {
  /** Its root processes, by process id. */
  readonly processes: ReadonlyMap<number, string>;
  /** How many units are done, by somebody else's word than its own. */
  done(): Promise<number>;
  /** Stops it. @throws when what it has done is not whole: the run is then void. */
  finish(): Promise<void>;
}

/** One round of one contender. */
export interface ContenderRound {
  readonly contender: string;
  readonly perSecond: number;
  readonly cpuMsPerUnit: number;
  readonly cpuMsPerUnitByGroup: ReadonlyMap<string, number>;
  /** Transactions that wrote, and times the log was brought to the disk. */
  readonly writesPerUnit: number;
  readonly walSyncsPerUnit: number;
  readonly strangers: number;
  readonly counts: boolean;
}

/** What rounds are measured with. */
export interface RoundSurroundings {
  readonly plan: RoundPlan;
  readonly database: DatabaseWatch;
  /** Processes that every contender uses, by process id. */
  readonly shared: ReadonlyMap<number, string>;
  readonly tell: (sentence: string) => void;
}

interface Reading {
  readonly done: number;
  readonly cpu: CpuReading;
  readonly work: DatabaseWork;
}

/**
 * Measures contenders in turn, A B A B, one alive at a time, each from its start: until each has its rounds that count,
 * or has been tried twice as often.
 */
export async function runRounds(contenders: readonly Contender[], around: RoundSurroundings): Promise<ContenderRound[]> {
  const rounds: ContenderRound[] = [];
  const { plan, tell } = around;
  const counted = (name: string): number => rounds.filter((round) => round.contender === name && round.counts).length;
  for (let turn = 1; turn <= 2 * plan.rounds; turn += 1) {
    const due = contenders.filter(({ name }) => counted(name) < plan.rounds);
    for (const contender of due) {
      const round = await oneRound(contender, around);
      rounds.push(round);
      tell(
        `Round ${turn}, ${contender.name}: ${figure(round.perSecond)} a second, ${round.cpuMsPerUnit.toPrecision(3)} CPU-ms each, ` +
          `strangers ${(round.strangers * 100).toFixed(1)} %${round.counts ? '' : ' (does not count)'}`,
      );
    }
  }
  return rounds;
}

/** A rate with three digits that say something. */
export function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

async function oneRound(contender: Contender, { plan, database, shared }: RoundSurroundings): Promise<ContenderRound> {
  const running = await contender.start();
  let from: Reading;
  let to: Reading;
  try {
    const groups = new Map([...shared, ...running.processes, [process.pid, 'bench']]);
    const read = async (): Promise<Reading> => {
      const work = await database.work();
      return { work, done: await running.done(), cpu: readCpu(groups) };
    };
    await pause(plan.warmUpSeconds * 1_000);
    from = await read();
    await pause(plan.seconds * 1_000);
    to = await read();
  } finally {
    await running.finish();
  }
  if (to.done === from.done) throw new Error(`${contender.name} has done nothing for ${plan.seconds} s`);
  const cpu = cpuUse(from.cpu, to.cpu, availableParallelism());
  return roundOf(contender.name, to.done - from.done, workBetween(from.work, to.work), cpu, (to.cpu.at - from.cpu.at) / 1_000);
}

function roundOf(contender: string, done: number, { writes, walSyncs }: DatabaseWork, cpu: CpuUse, seconds: number): ContenderRound {
  const each = (count: number): number => count / done;
  return {
    contender,
    perSecond: done / seconds,
    cpuMsPerUnit: each(cpu.trackedMs),
    cpuMsPerUnitByGroup: new Map([...cpu.byGroup].map(([group, ms]) => [group, each(ms)])),
    writesPerUnit: each(writes),
    walSyncsPerUnit: each(walSyncs),
    strangers: cpu.strangers,
    counts: cpu.strangers <= MOST_STRANGERS,
  };
}
