import { readCommandLine, refuseCommandLine } from '@kervan/tools/command/command-line';
import { everyServiceOption, everyServiceUsage } from './every-service.js';

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
  /** A folder that each process leaves a CPU profile in; none by default. */
  readonly profiles: string | undefined;
}

/** Orders in flight of the rounds that are measured before those at saturation. */
export const MODERATE_IN_FLIGHT = 128;

type Lengths = Omit<RunPlan, 'everyService' | 'profiles'>;

/** The plan whose results are kept. */
const full: Lengths = { inFlight: 1_024, warmUpSeconds: 30, rounds: 5, roundSeconds: 20, perSecond: 20, paceSeconds: 40, kept: true };

/** A plan for trying: it shows the same figures, less exactly. */
const quick: Lengths = { inFlight: 512, warmUpSeconds: 15, rounds: 2, roundSeconds: 10, perSecond: 20, paceSeconds: 15, kept: false };

const usage = `Usage: npm run bench:flow [-- --quick --in-flight 1024 --profiles <folder> --every-service]

Takes sales at saturation and at a steady pace to their paid invoices, through the services on the way, and verifies each by the
sandbox's ledgers. The result is kept under bench/results, over that of the same day.
  --quick               about three minutes in place of ten, less exact; keeps nothing
  --in-flight <n>       orders in flight at saturation; ${full.inFlight}
  --profiles <folder>   for a CPU profile of each service, which is slower for it; keeps nothing
${everyServiceUsage}`;

/** Reads the arguments of this process; else ends it with 2. */
export function readRunPlan(): RunPlan {
  const options = {
    quick: { type: 'boolean', default: false },
    'in-flight': { type: 'string' },
    profiles: { type: 'string' },
    ...everyServiceOption,
  } as const;
  const { values } = readCommandLine({ usage, accepts: { options } });
  const lengths = values.quick ? quick : full;
  const inFlight = values['in-flight'] ?? String(lengths.inFlight);
  if (!/^[1-9]\d{0,4}$/.test(inFlight)) refuseCommandLine(usage, `--in-flight is a number from 1 to 99999, and not “${inFlight}”.`);
  const { profiles } = values;
  const kept = lengths.kept && profiles === undefined;
  return { ...lengths, kept, inFlight: Number(inFlight), everyService: values['every-service'], profiles };
}
