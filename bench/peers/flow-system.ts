import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { urlOf } from '@kervan/tools/platform/services';
import { startInstallation, tillsOf } from '../flow/installation.js';
import { verifyByLedgers } from '../flow/ledgers.js';
import type { LoadSettings } from '../flow/load-protocol.js';
import { Measurement, type Stretch } from '../flow/measurement.js';
import { countsOf, isSound } from '../flow/counts.js';
import { roundOf } from '../flow/results.js';
import { type RunGauges, withLoad } from '../flow/with-load.js';
import type { DatabaseSettings } from '../measure/database-watch.js';
import type { RoundPlan } from '../measure/round-plan.js';
import type { ContenderRound } from '../measure/rounds.js';
import { type PeerName, startPeer } from './peer-stack.js';

/** A system that takes sales all the way to the paid invoice. */
export interface FlowSystem {
  readonly name: string;
  start(tell: (sentence: string) => void): Promise<RunningSystem>;
}

/** One that is up. */
export interface RunningSystem {
  readonly load: Omit<LoadSettings, 'tillKeys'>;
  readonly folder: string;
  readonly databaseUrl: string;
  readonly sandboxUrl: string;
  readonly processes: ReadonlyMap<number, string>;
  stop(): Promise<void>;
}

/** Kervan: the services on the way, or every service, each its own process, through Kafka. */
export function kervan(everyService: boolean): FlowSystem {
  return {
    name: 'kervan',
    async start(tell) {
      const { stack, platform, processes, stop } = await startInstallation(everyService, tell);
      const { installation } = platform;
      return {
        load: tillsOf(installation),
        folder: installation.folder,
        databaseUrl: stack.databaseUrl,
        sandboxUrl: urlOf('sandbox', installation),
        processes,
        stop,
      };
    },
  };
}

/** A peer with its application in so many processes. */
export function peer(name: PeerName, appProcesses: number): FlowSystem {
  return {
    name,
    async start(tell) {
      const running = await startPeer(name, appProcesses, tell);
      return { ...running, load: { salesUrl: running.salesUrl } };
    },
  };
}

/** The name that the rounds of a system have at so many in flight. */
export function atLevel(name: string, inFlight: number): string {
  return `${name} at ${inFlight}`;
}

/** What a turn came to. */
export interface Turn {
  readonly rounds: readonly ContenderRound[];
  readonly database: DatabaseSettings;
}

/**
 * One turn of a system: from its start through each number in flight, warmed up at each, to its end, whatever comes of it.
 *
 * @throws unless every sale that it has taken completed, and each is in the ledgers once and whole.
 */
export async function oneTurn(system: FlowSystem, levels: readonly number[], plan: RoundPlan, tell: (sentence: string) => void): Promise<Turn> {
  const running = await system.start(tell);
  try {
    const tills = { ...running.load, tillKeys: join(running.folder, 'till-keys.json') };
    return await withLoad(running.databaseUrl, tills, (gauges) => measured(system.name, running, levels, plan, gauges));
  } finally {
    await running.stop();
  }
}

async function measured(
  name: string,
  running: RunningSystem,
  levels: readonly number[],
  { warmUpSeconds, seconds }: RoundPlan,
  { load, database, settings }: RunGauges,
): Promise<Turn> {
  const measurement = new Measurement(running, load, database);
  const stretches: Stretch[] = [];
  for (const inFlight of levels) {
    load.give({ kind: 'closed', inFlight });
    await pause(warmUpSeconds * 1_000);
    stretches.push(await measurement.stretch(seconds));
    await load.state();
  }
  load.give({ kind: 'pause' });
  await measurement.untilAtRest();
  const [sales, { completed }] = [await load.sales(), await load.state()];
  const verification = verifyByLedgers(sales, running.folder);
  const counts = countsOf(sales, completed, verification);
  if (!isSound(counts)) throw new Error(`${name} did not bring every sale to its end once: ${JSON.stringify(counts)}`);
  const rounds = stretches.map((stretch, at) => {
    const round = roundOf(stretch, sales, verification);
    return {
      contender: atLevel(name, levels[at] as number),
      perSecond: round.perSecond,
      cpuMsPerUnit: round.cpuMsPerSaga,
      cpuMsPerUnitByGroup: round.cpuMsPerSagaByGroup,
      writesPerUnit: round.writesPerSaga,
      walSyncsPerUnit: round.walSyncsPerSaga,
      strangers: round.strangers,
      counts: round.counts,
    };
  });
  return { rounds, database: settings };
}
