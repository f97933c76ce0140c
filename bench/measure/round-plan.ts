import { readCommandLine, refuseCommandLine } from '@kervan/tools/command/command-line';

/** How long contenders are measured. */
export interface RoundPlan {
  /** Rounds that must count, of each contender. */
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

/** The shortest plan whose result is kept. */
export const fullRounds: RoundPlan = { rounds: 5, seconds: 20, warmUpSeconds: 20 };

/** The part of a usage that tells of rounds. */
export const roundUsage = `  --rounds <n>     rounds that must count, of each contender; ${fullRounds.rounds}
  --seconds <n>    length of a round; ${fullRounds.seconds}
  --warm-up <n>    seconds before each round, not measured; ${fullRounds.warmUpSeconds}
A result is kept under bench/results only of a run that is no shorter than that.`;

const LENGTHS = { rounds: fullRounds.rounds, seconds: fullRounds.seconds, 'warm-up': fullRounds.warmUpSeconds } as const;

/** What a command was told: how long to measure, its own options, and its switches. */
export interface BenchArguments<Own extends string, Switch extends string> {
  readonly plan: RoundPlan;
  readonly own: Readonly<Record<Own, string>>;
  readonly switches: Readonly<Record<Switch, boolean>>;
}

/** Reads `--rounds`, `--seconds`, `--warm-up`, the options of a command, each with its default, and its switches; else ends the process with 2. */
export function readBenchArguments<const Own extends string, const Switch extends string = never>(
  usage: string,
  own: Readonly<Record<Own, string>>,
  switches?: Readonly<Record<Switch, { readonly type: 'boolean'; readonly default: false }>>,
): BenchArguments<Own, Switch> {
  const defaults = Object.entries<string>(own).concat(Object.entries(LENGTHS).map(([name, value]) => [name, String(value)]));
  const options = Object.fromEntries(defaults.map(([name, value]) => [name, { type: 'string', default: value } as const]));
  const read = readCommandLine({ usage, accepts: { options: { ...options, ...switches } } }).values;
  const values = read as Readonly<Record<string, string>>;
  const length = (name: keyof typeof LENGTHS): number => {
    const number = Number(values[name]);
    return number > 0 ? number : refuseCommandLine(usage, `--${name} is a number above 0, and not “${values[name]}”.`);
  };
  return {
    plan: { rounds: length('rounds'), seconds: length('seconds'), warmUpSeconds: length('warm-up') },
    own: values as Readonly<Record<Own, string>>,
    switches: read as unknown as Readonly<Record<Switch, boolean>>,
  };
}

/** Whether a plan is long enough for its result to be kept. */
export function isFull({ rounds, seconds, warmUpSeconds }: RoundPlan): boolean {
  return rounds >= fullRounds.rounds && seconds >= fullRounds.seconds && warmUpSeconds >= fullRounds.warmUpSeconds;
}
