import { setTimeout as pause } from 'node:timers/promises';
import { urlOf } from '@kervan/tools/platform/services';
import { readCommandLine } from '@kervan/tools/command/command-line';
import { benchOn, tell } from '../measure/bench-command.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { countsOf, isSound } from './counts.js';
import { everyServiceOption, everyServiceUsage, resultName } from './every-service.js';
import { type BenchInstallation, startInstallation, tillsOf } from './installation.js';
import { verifyByLedgers } from './ledgers.js';
import type { LoadControl } from './load-control.js';
import { Measurement } from './measurement.js';
import { passageOf, roundOf } from './results.js';
import { type BacklogAt, renderSustained, slopePerMinute, type SustainedOutcome } from './sustained-report.js';
import { type RunGauges, withLoad } from './with-load.js';

/** `npm run bench:sustained`: so many sales a second for minutes, whatever the answers do, and how far the rest falls behind. */
const usage = `Usage: npm run bench:sustained [-- --per-second 200 --minutes 10 --warm-up 20 --every-service]

Posts so many sales a second for so long, through the services on the way, and tells how long each took to completion and
how many were under way over time. The result of ten minutes or more is kept under bench/results.
${everyServiceUsage}`;

const LONG_ENOUGH_MINUTES = 10;
const LOOK_EVERY_MS = 5_000;
/** What waits of an order before the authority is asked for its decision, and no work of ours shortens. */
const AUTHORITY_WAIT_MS = 1_000;

const { values } = readCommandLine({
  usage,
  accepts: {
    options: {
      'per-second': { type: 'string', default: '200' },
      minutes: { type: 'string', default: '10' },
      'warm-up': { type: 'string', default: '20' },
      ...everyServiceOption,
    },
  },
});
const [perSecond, minutes, warmUpSeconds] = [values['per-second'], values.minutes, values['warm-up']].map(Number) as [number, number, number];
const everyService = values['every-service'];

async function run(installation: BenchInstallation, { load, database, settings }: RunGauges): Promise<boolean> {
  const { platform, processes } = installation;
  const { folder } = platform.installation;
  const made = madeWith(settings, ['kafkajs', 'pg']);
  const measurement = new Measurement({ processes, sandboxUrl: urlOf('sandbox', platform.installation) }, load, database);
  tell(`${perSecond} sales a second: ${warmUpSeconds} s to warm up, then ${minutes} min …`);
  load.give({ kind: 'open', perSecond });
  await pause(warmUpSeconds * 1_000);
  const backlog: BacklogAt[] = [];
  const began = Date.now();
  const looking = setInterval(() => void look(load, began, backlog).catch(() => undefined), LOOK_EVERY_MS); // told by the next question of the run
  const stretch = await measurement.stretch(minutes * 60).finally(() => clearInterval(looking));
  load.give({ kind: 'pause' });
  await measurement.untilAtRest();
  const [sales, { completed }] = [await load.sales(), await load.state()];
  const verification = verifyByLedgers(sales, folder);
  const outcome: SustainedOutcome = {
    perSecond,
    minutes,
    warmUpSeconds,
    everyService,
    authorityWaitMs: AUTHORITY_WAIT_MS,
    passage: passageOf(stretch, sales, verification),
    round: roundOf(stretch, sales, verification),
    backlog,
    slope: slopePerMinute(backlog),
    ...countsOf(sales, completed, verification),
  };
  const report = renderSustained(made, outcome);
  if (minutes >= LONG_ENOUGH_MINUTES) keepResult(resultName(`sustained-${perSecond}`, everyService), made.startedAt, report);
  console.log(`\n${report}`);
  return isSound(outcome);
}

async function look(load: LoadControl, began: number, backlog: BacklogAt[]): Promise<void> {
  const { posted, completed } = await load.state();
  backlog.push({ second: Math.round((Date.now() - began) / 1_000), underWay: posted - completed });
}

await benchOn(startInstallation(everyService, tell), (installation) =>
  withLoad(installation.stack.databaseUrl, tillsOf(installation.platform.installation), (gauges) => run(installation, gauges)),
);
