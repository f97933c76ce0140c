import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type AllProgress } from './all-channels.js';
import { runningSandboxUrl } from './running-sandbox.js';
import { untilReady } from './until-ready.js';

const USAGE = `Usage: npm run morning -- [--sales 300] [--shop-orders 40] [--edi-orders 5] [--seed 1] [--rate 20]
                          [--statement 08] [--when-ready <address>,…]

Has the sandbox of the running installation play a morning: tills, web shops, trading partner, then the bank.
  --sales        receipts of the tills
  --shop-orders  orders of both web shops: 0, or at least 40
  --edi-orders   orders of the trading partner: 0, or at least 5
  --seed         the same seed and numbers give the same inputs
  --rate         inputs a second
  --statement    version of the bank's camt.053: 02 or 08
  --when-ready   begins once each of these answers that it is ready

Exits 0 when every input has its answer, 2 when the morning could not be played.`;

const options = {
  sales: { type: 'string', default: '300' },
  seed: { type: 'string', default: '1' },
  rate: { type: 'string', default: '20' },
  'shop-orders': { type: 'string', default: '40' },
  'edi-orders': { type: 'string', default: '5' },
  statement: { type: 'string', default: '08' },
  'when-ready': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
const LOOK_EVERY_MS = 1_000;
const checkout = join(import.meta.dirname, '../../../..');
const refusal = z.object({ detail: z.string() });

async function play(): Promise<void> {
  const url = `${runningSandboxUrl(checkout)}/control/morning`;
  const { awaited, morning } = wanted();
  await untilReady(awaited, (line) => process.stdout.write(`${line}\n`));
  let progress = await ask(url, 'POST', morning);
  let told = '';
  for (;;) {
    told = tell(progress, told);
    if (progress.state !== 'playing') return;
    await pause(LOOK_EVERY_MS);
    progress = await ask(url, 'GET');
  }
}

function wanted(): { readonly awaited: readonly string[]; readonly morning: object } {
  const values = parsed();
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const morning = {
    sales: Number(values.sales),
    seed: Number(values.seed),
    rate: Number(values.rate),
    shopOrders: Number(values['shop-orders']),
    ediOrders: Number(values['edi-orders']),
    statement: values.statement,
  };
  return { awaited: values['when-ready']?.split(',') ?? [], morning };
}

function parsed() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

async function ask(url: string, method: string, body?: object): Promise<AllProgress> {
  const headers = body && { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  if (response.ok) return (await response.json()) as AllProgress;
  const text = await response.text();
  return refuse(`The sandbox refuses (${response.status}): ${detailOf(text) ?? text}`);
}

function detailOf(text: string): string | undefined {
  try {
    return refusal.safeParse(JSON.parse(text)).data?.detail;
  } catch {
    return undefined;
  }
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

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

await play().catch((error: unknown) => {
  if (!(error instanceof TypeError && error.message === 'fetch failed')) throw error;
  refuse(`The sandbox does not answer at ${runningSandboxUrl(checkout)}: start Kervan with npm start.`);
});
