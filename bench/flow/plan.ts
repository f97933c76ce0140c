/** How long and how hard a run is. */
export interface RunPlan {
  readonly inFlight: number;
  readonly warmUpSeconds: number;
  readonly rounds: number;
  readonly roundSeconds: number;
  readonly perSecond: number;
  readonly paceSeconds: number;
  /** Whether the result is worth keeping. */
  readonly kept: boolean;
  /** Whether services run that only follow: shops, partner, bank and console. */
  readonly everyService: boolean;
}

/** Orders in flight of the rounds that are measured before those at saturation. */
export const MODERATE_IN_FLIGHT = 128;

/** The plan whose results are kept. */
export const fullPlan: RunPlan = {
  inFlight: 1_024, warmUpSeconds: 30, rounds: 5, roundSeconds: 20, perSecond: 20, paceSeconds: 40, kept: true, everyService: false,
};

/** A plan for trying: it shows the same figures, less exactly. */
export const quickPlan: RunPlan = {
  inFlight: 512, warmUpSeconds: 15, rounds: 2, roundSeconds: 10, perSecond: 20, paceSeconds: 15, kept: false,
  everyService: false,
};

const usage = 'npm run bench:flow [-- --quick] [-- --in-flight=<n>] [-- --every-service]';

/** Reads `--quick`, `--in-flight=<n>` and `--every-service`. @throws for anything else. */
export function planOf(args: readonly string[]): RunPlan {
  let plan = args.includes('--quick') ? quickPlan : fullPlan;
  for (const arg of args) {
    const inFlight = /^--in-flight=([1-9]\d{0,4})$/.exec(arg)?.[1];
    if (inFlight) plan = { ...plan, inFlight: Number(inFlight) };
    else if (arg === '--every-service') plan = { ...plan, everyService: true };
    else if (arg !== '--quick') throw new Error(`Unknown: ${arg}. Usage: ${usage}`);
  }
  return plan;
}
