import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { urlOf } from '@kervan/tools/platform/services';
import { readCommandLine } from '@kervan/tools/command/command-line';
import { benchOn, tell } from '../measure/bench-command.js';
import { DatabaseWatch } from '../measure/database-watch.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { type BenchInstallation, startInstallation } from './installation.js';
import { verifyByLedgers } from './ledgers.js';
import { LoadControl } from './load-control.js';
import { Measurement } from './measurement.js';
import { isSound } from './report.js';
import { passageOf, roundOf } from './results.js';
import { type BacklogAt, renderSustained, slopePerMinute, type SustainedOutcome } from './sustained-report.js';

/** `npm run bench:sustained`: so many sales a second for minutes, whatever the answers do, and how far the rest falls behind. */
const usage = `Usage: npm run bench:sustained [-- --per-second 200 --minutes 10 --warm-up 20]

Posts so many sales a second for so long, through the services on the way, and tells how long each took to completion and
how many were under way over time. The result of ten minutes or more is kept under bench/results.`;

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
    },
  },
});
const [perSecond, minutes, warmUpSeconds] = [values['per-second'], values.minutes, values['warm-up']].map(Number) as [number, number, number];

async function run(installation: BenchInstallation): Promise<boolean> {
  const { platform, stack } = installation;
  const { folder } = platform.installation;
  const database = await DatabaseWatch.open(stack.databaseUrl);
  const made = madeWith(await database.settings(), ['kafkajs', 'pg']);
  const load = await LoadControl.start({
    salesUrl: `${urlOf('pos-ingest', platform.installation)}/v1/sales`,
    kafkaBrokers: stack.kafkaBrokers,
    tillKeys: join(folder, 'till-keys.json'),
  });
  try {
    const sandboxUrl = urlOf('sandbox', platform.installation);
    const measurement = new Measurement({ processes: installation.processes, sandboxUrl }, load, database);
    tell(`${perSecond} sales a second: ${warmUpSeconds} s to warm up, then ${minutes} min …`);
    load.give({ kind: 'open', perSecond });
    await pause(warmUpSeconds * 1_000);
    const backlog: BacklogAt[] = [];
    const began = Date.now();
    const looking = setInterval(() => void look(load, began, backlog), LOOK_EVERY_MS);
    const stretch = await measurement.stretch(minutes * 60).finally(() => clearInterval(looking));
    load.give({ kind: 'pause' });
    await measurement.untilAtRest();
    const [sales, { completed }] = [await load.sales(), await load.state()];
    const verification = verifyByLedgers(sales, folder);
    const outcome: SustainedOutcome = {
      perSecond,
      minutes,
      warmUpSeconds,
      authorityWaitMs: AUTHORITY_WAIT_MS,
      passage: passageOf(stretch, sales, verification),
      round: roundOf(stretch, sales, verification),
      backlog,
      slope: slopePerMinute(backlog),
      accepted: sales.length,
      completed,
      verified: verification.verified.size,
      lost: verification.lost.length,
      doubled: verification.doubled.length,
      unasked: verification.unasked.length,
    };
    const report = renderSustained(made, outcome);
    if (minutes >= LONG_ENOUGH_MINUTES) keepResult(`sustained-${perSecond}`, made.startedAt, report);
    console.log(`\n${report}`);
    return isSound(outcome);
  } finally {
    load.stop();
    await database.close();
  }
}

async function look(load: LoadControl, began: number, backlog: BacklogAt[]): Promise<void> {
  const { posted, completed } = await load.state();
  backlog.push({ second: Math.round((Date.now() - began) / 1_000), underWay: posted - completed });
}

await benchOn(startInstallation(false, tell), run);
