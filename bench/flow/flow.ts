import { setTimeout as pause } from 'node:timers/promises';
import { urlOf } from '@kervan/tools/platform/services';
import { benchOn, tell } from '../measure/bench-command.js';
import { keepResult } from '../measure/keep-result.js';
import { MOST_STRANGERS } from '../measure/quiet.js';
import { countsOf, isSound } from './counts.js';
import { resultName } from './every-service.js';
import { type BenchInstallation, startInstallation, tillsOf } from './installation.js';
import { verifyByLedgers } from './ledgers.js';
import type { LoadControl } from './load-control.js';
import { Measurement, type Stretch } from './measurement.js';
import { MODERATE_IN_FLIGHT, readRunPlan, type RunPlan } from './plan.js';
import { lastLine, renderRun, type RunOutcome } from './report.js';
import { bytesPerOrder, passageOf, type Round, roundOf } from './results.js';
import { runFacts } from './run-facts.js';
import { type RunGauges, withLoad } from './with-load.js';

const SETTLING_SECONDS = 5;

async function keepInFlight(inFlight: number, plan: RunPlan, load: LoadControl, measurement: Measurement): Promise<Stretch[]> {
  tell(`Warming up for ${plan.warmUpSeconds} s with ${inFlight} orders in flight …`);
  load.give({ kind: 'closed', inFlight });
  await pause(plan.warmUpSeconds * 1_000);
  const rounds: Stretch[] = [];
  const quiet = (): number => rounds.filter(({ cpu }) => cpu.strangers <= MOST_STRANGERS).length;
  while (quiet() < plan.rounds && rounds.length < 2 * plan.rounds) {
    const before = await load.state();
    rounds.push(await measurement.stretch(plan.roundSeconds));
    const after = await load.state();
    const done = after.completed - before.completed;
    const { strangers = 0, trackedMs = 0 } = rounds.at(-1)?.cpu ?? {};
    tell(
      `Round ${rounds.length}: about ${Math.round(done / plan.roundSeconds)} a second, ${(trackedMs / Math.max(done, 1)).toFixed(2)} CPU-ms each, ` +
        `strangers ${(strangers * 100).toFixed(1)} %${strangers > MOST_STRANGERS ? ' (does not count)' : ''}, ${after.repeated} posts repeated`,
    );
  }
  load.give({ kind: 'pause' });
  await measurement.untilAtRest();
  return rounds;
}

async function keepPace(plan: RunPlan, load: LoadControl, measurement: Measurement): Promise<Stretch> {
  tell(`${plan.perSecond} sales a second for ${plan.paceSeconds} s …`);
  load.give({ kind: 'open', perSecond: plan.perSecond });
  await pause(SETTLING_SECONDS * 1_000);
  const stretch = await measurement.stretch(plan.paceSeconds);
  load.give({ kind: 'pause' });
  await measurement.untilAtRest();
  return stretch;
}

async function run(plan: RunPlan, installation: BenchInstallation, { load, database, settings }: RunGauges): Promise<boolean> {
  const { platform, processes } = installation;
  const { folder } = platform.installation;
  const facts = runFacts(plan, settings);
  const before = await database.sizes();
  const measurement = new Measurement({ processes, sandboxUrl: urlOf('sandbox', platform.installation) }, load, database);
  const moderate = await keepInFlight(MODERATE_IN_FLIGHT, plan, load, measurement);
  const rounds = await keepInFlight(plan.inFlight, plan, load, measurement);
  const paced = await keepPace(plan, load, measurement);
  const [sales, { completed }] = [await load.sales(), await load.state()];
  const verification = verifyByLedgers(sales, folder);
  const counted = (stretches: readonly Stretch[]): Round[] => stretches.map((stretch) => roundOf(stretch, sales, verification));
  const outcome: RunOutcome = {
    rounds: counted(rounds),
    moderate: counted(moderate),
    passage: passageOf(paced, sales, verification),
    disk: bytesPerOrder(before, await database.sizes(), completed),
    ...countsOf(sales, completed, verification),
  };
  const report = renderRun(facts, outcome);
  if (plan.kept) keepResult(resultName('flow', plan.everyService), facts.startedAt, report);
  console.log(`\n${report}`);
  console.log(lastLine(outcome));
  return isSound(outcome);
}

/** `npm run bench:flow`: sales at saturation and at a steady pace through the services, verified by the sandbox's ledgers. */
const plan = readRunPlan();
await benchOn(startInstallation(plan.everyService, tell, plan.profiles), (installation) =>
  withLoad(installation.stack.databaseUrl, tillsOf(installation.platform.installation), (gauges) => run(plan, installation, gauges)),
);
