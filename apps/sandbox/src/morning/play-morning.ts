import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sandboxUrl } from '../config.js';
import { type AllProgress } from './all-channels.js';

const LOOK_EVERY_MS = 1_000;

const { values } = parseArgs({
  options: {
    sales: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '20' },
    'shop-orders': { type: 'string', default: '40' },
    'edi-orders': { type: 'string', default: '5' },
    statement: { type: 'string', default: '08' },
  },
});
const wanted = {
  sales: Number(values.sales),
  seed: Number(values.seed),
  rate: Number(values.rate),
  shopOrders: Number(values['shop-orders']),
  ediOrders: Number(values['edi-orders']),
  statement: values.statement,
};

let progress = await ask('POST', wanted);
let told = '';
for (;;) {
  told = tell(progress, told);
  if (progress.state !== 'playing') break;
  await pause(LOOK_EVERY_MS);
  progress = await ask('GET');
}

async function ask(method: string, body?: object): Promise<AllProgress> {
  const response = await fetch(`${sandboxUrl()}/control/morning`, {
    method,
    headers: body && { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as AllProgress;
  process.stderr.write(`The sandbox answered ${response.status}: ${await response.text()}\n`);
  process.exit(1);
}

/** Writes a line whenever the counts have changed: of every kind of input that is played. */
function tell({ zNumber, kinds }: AllProgress, last: string): string {
  const played = Object.entries(kinds).filter(([, { planned }]) => planned > 0);
  const texts = played.map(([kind, { planned, answered, accepted, refused }]) => {
    return `${kind} ${answered} of ${planned} (${accepted} accepted, ${refused} refused)`;
  });
  const line = `Z ${zNumber}: ${texts.join(' · ')}\n`;
  if (line !== last) process.stdout.write(line);
  return line;
}
