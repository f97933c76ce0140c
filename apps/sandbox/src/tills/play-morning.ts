import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sandboxUrl } from '../config.js';
import { type MorningProgress } from './morning.js';

const LOOK_EVERY_MS = 1_000;

const { values } = parseArgs({
  options: {
    sales: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '20' },
  },
});
const wanted = { sales: Number(values.sales), seed: Number(values.seed), rate: Number(values.rate) };

let progress = await ask('POST', wanted);
while (progress.state === 'playing') {
  tell(progress);
  await pause(LOOK_EVERY_MS);
  progress = await ask('GET');
}
tell(progress);

async function ask(method: string, body?: object): Promise<MorningProgress> {
  const response = await fetch(`${sandboxUrl()}/control/morning`, {
    method,
    headers: body && { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as MorningProgress;
  process.stderr.write(`The sandbox answered ${response.status}: ${await response.text()}\n`);
  process.exit(1);
}

function tell({ zNumber, planned, rung, answered, accepted, refused, cancelled }: MorningProgress): void {
  const counts = `${rung} of ${planned} rung, ${answered} answered: ${accepted} accepted, ${refused} refused`;
  process.stdout.write(`Z ${zNumber}: ${counts}, ${cancelled} cancelled\n`);
}
