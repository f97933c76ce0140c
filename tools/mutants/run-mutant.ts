import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkInvariants, type Checked } from '../chaos/invariants/check-invariants.js';
import { untilQuiet } from '../chaos/invariants/quiescence.js';
import { redriveAll, replayAll } from '../chaos/invariants/replay.js';
import type { Found } from '../chaos/invariants/found.js';
import type { Platform } from '../platform/platform.js';
import { urlOf, type Installation, type ServiceName } from '../platform/services.js';
import type { Ground } from './ground.js';
import { placeholders, type Load, type Mutant } from './mutant.js';
import type { Mutation } from './mutated.js';
import { mutatingHook } from './mutating.js';
import { poison } from './poison.js';

/** What came of a mutant, or of the system without one. */
export interface Outcome {
  /** Undefined for the system as it is. */
  readonly mutant?: Mutant;
  readonly findings: readonly Found[];
  readonly notChecked: Checked['notChecked'];
  readonly seconds: number;
}

/** The services that a load needs. */
const SERVICES: Readonly<Record<Load, readonly ServiceName[]>> = {
  tills: ['sandbox', 'pos-ingest', 'order-orchestrator', 'erp-writer', 'einvoice-sender'],
  channels: [
    'sandbox', 'pos-ingest', 'ecommerce-webhooks', 'edi-gateway', 'bank-reconciler', 'order-orchestrator', 'erp-writer',
    'einvoice-sender',
  ],
};
/** The fewest orders that hold everything that can happen in a channel. */
const MORNING: Readonly<Record<Load, object>> = {
  tills: { sales: 60, shopOrders: 0, ediOrders: 0, rate: 10 },
  channels: { sales: 60, shopOrders: 40, ediOrders: 5, rate: 10 },
};
/** Milliseconds. A morning ends once every sender has his answer; with some mutants one never gets it. */
const LIMITS = { played: 90_000, quiet: { withinMs: 60_000, stillMs: 5_000 }, redrive: 30_000, replay: 60_000 };
const PASSAGE = 2;
const LOOK_EVERY_MS = 500;

/** Starts the system with the mutant in it, plays a morning and what the mutant asks for, and checks the invariants. */
export async function runMutant(ground: Ground, folder: string, seed: number, mutant?: Mutant): Promise<Outcome> {
  const began = performance.now();
  const load = mutant?.load ?? 'channels';
  const acts = new Acts(join(folder, 'acts'), mutant);
  const platform = await ground.start(SERVICES[load], mutant && { [mutant.service]: mutatingHook(join(folder, 'mutation'), acts.mutations) });
  try {
    const found = await suffered(platform, { mutant, load, seed, acts });
    const { findings, notChecked } = await checkInvariants({ installation: platform.installation, died: dies(mutant) });
    const seconds = Math.round((performance.now() - began) / 1_000);
    return { ...(mutant && { mutant }), findings: [...findings, ...found], notChecked, seconds };
  } finally {
    await platform.stop();
  }
}

/** Whether a process is killed on the way. */
function dies(mutant: Mutant | undefined): boolean {
  return mutant?.mutations.some(({ replace }) => replace.includes(placeholders.dies)) === true;
}

interface Suffering {
  readonly mutant: Mutant | undefined;
  readonly load: Load;
  readonly seed: number;
  readonly acts: Acts;
}

/** Everything that happens to the system before it is checked; what redrive and replay have found. */
async function suffered({ installation }: Platform, { mutant, load, seed, acts }: Suffering): Promise<Found[]> {
  for (const fault of mutant?.faults ?? []) await ask(installation, 'POST', 'faults', fault);
  await ask(installation, 'POST', 'morning', { ...MORNING[load], seed });
  await played(installation);
  await untilQuiet(installation, LIMITS.quiet);
  if (mutant?.faults) await ask(installation, 'DELETE', 'faults');
  switch (mutant?.afterwards) {
    case 'replay':
      return replayAll(installation, { withinMs: LIMITS.replay });
    case 'redrive': {
      acts.mend();
      const found = await redriveAll(installation, { withinMs: LIMITS.redrive });
      await untilQuiet(installation, LIMITS.quiet);
      return found;
    }
    case 'poison':
      await poison(installation);
      await untilQuiet(installation, LIMITS.quiet);
      return [];
    case undefined:
      return mutant ? [] : [...(await redriveAll(installation, { withinMs: LIMITS.redrive })), ...(await replayAll(installation, { withinMs: LIMITS.replay }))];
  }
}

/** The files by which a run tells mutated code to die, and that a fault is mended. */
class Acts {
  readonly mutations: readonly Mutation[];
  private readonly broken: string;

  constructor(folder: string, mutant: Mutant | undefined) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    this.broken = join(folder, 'broken');
    writeFileSync(this.broken, '');
    const dies = `globalThis.kervanPassage(${JSON.stringify({ nth: PASSAGE, times: 1, tally: join(folder, 'deaths') })});`;
    const broken = `globalThis.kervanIsBroken(${JSON.stringify(this.broken)})`;
    this.mutations = (mutant?.mutations ?? []).map((mutation) => ({
      ...mutation,
      replace: mutation.replace.replaceAll(placeholders.dies, dies).replaceAll(placeholders.broken, broken),
    }));
  }

  mend(): void {
    rmSync(this.broken, { force: true });
  }
}

async function played(installation: Installation): Promise<void> {
  const end = performance.now() + LIMITS.played;
  while (performance.now() < end) {
    const { state } = (await ask(installation, 'GET', 'morning')) as { readonly state: string };
    if (state === 'done') return;
    await pause(LOOK_EVERY_MS);
  }
}

async function ask(installation: Installation, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${urlOf('sandbox', installation)}/control/${path}`, {
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`/control/${path} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
