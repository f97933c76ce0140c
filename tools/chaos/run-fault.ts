import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { shopInputsOf } from '../judge/shop-inputs.js';
import { interchangesOf, partnerInputsOf } from '../judge/partner-inputs.js';
import { tillInputsOf } from '../judge/till-inputs.js';
import { readLedgers } from '../judge/read-ledgers.js';
import type { Ledgers } from '../judge/ledger-lines.js';
import { loadOf, secondsAfter, type FaultPlan } from './fault-plan.js';
import type { Fault } from './faults/fault.js';
import type { Checked } from './invariants/check-invariants.js';
import { judgementAtRest, restSecondsOf, untilRest } from './judgement.js';
import { callsPerDocumentOf, noteLimits } from './limits.js';
import { Load } from './load.js';
import { Random } from './random.js';
import type { Counts, FaultResult } from './result.js';
import { returnLooks, Returns } from './returns.js';
import type { Site } from './site.js';
import { BASELINE_MS, completionsIn, recoveryOf, type Span } from './throughput.js';
import { World, type Notes } from './world.js';

const FLOWS_WITHIN_MS = 120_000;
const ANSWERED_WITHIN_MS = 600_000;
/** An outgoing call whose worker has died is unknown for 40 s and is asked about after that. */
const REST_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 250;
/** The first orders of a load are not yet many a second. */
const SETTLING_MS = 2_000;

/**
 * Sends a load over every channel, injects a fault into it, waits until all is at rest, and judges.
 *
 * What was sent before on the same site is judged again with it; a site with a finding is of no use any more. Whatever
 * keeps the run from its judgement is such a finding, too: it never throws.
 */
export async function runFault(site: Site, plan: FaultPlan, print: (sentence: string) => void): Promise<FaultResult> {
  const notes: Notes = { acts: [], misses: [], late: [] };
  const at = new Date();
  try {
    return await judged(new World(site, notes, plan.scale, print), plan, { notes, at, print });
  } catch (error) {
    print(inspect(error));
    return brokenOff(plan, error, { notes, at });
  }
}

/** Where a run notes what it does, and since when. */
interface Told {
  readonly notes: Notes;
  readonly at: Date;
  readonly print: (sentence: string) => void;
}

async function judged(world: World, plan: FaultPlan, { notes, at, print }: Told): Promise<FaultResult> {
  const { fault } = plan;
  const { sandbox, site } = world;
  const restMs = Math.max(REST_WITHIN_MS, (fault.restWithinSeconds ?? 0) * 1_000);
  const callsBefore = await sandbox.erpCalls();
  const { span, loadEnd } = await underLoad(world, plan, { print, paymentsBefore: callsBefore.payments });
  const rest = fault.afterwards && (await untilRest(site, restMs));
  await fault.afterwards?.(world);
  const judgement = await judgementAtRest(site, restMs);
  const restSeconds = restSecondsOf(loadEnd, [...(rest ? [rest] : []), judgement.rest]);
  const ledgers = since(await readLedgers(join(world.platform.installation.folder, 'sandbox')), at);
  const { before, backSeconds } = recoveryOf(completionsIn(ledgers), span);
  const callsPerDocument = callsPerDocumentOf((await sandbox.erpCalls()).all - callsBefore.all, ledgers);
  noteLimits(world, fault, { backSeconds, callsPerDocument, restSeconds });
  const findings = [...judgement.findings.map(({ invariant, code, detail }) => `${invariant} ${code}: ${detail}`), ...notes.misses, ...notes.late];
  return {
    ...headOf(plan, at),
    verdict: findings.length === 0 ? 'sound' : 'failed',
    counts: countsOf(ledgers, judgement),
    acts: notes.acts,
    findings,
    notChecked: judgement.notChecked.map(({ invariant, reason }) => `${invariant}: ${reason}`),
    faultSeconds: seconds(span),
    ordersASecondBefore: Number(before.toFixed(1)),
    backSeconds,
    restSeconds,
    limitSeconds: fault.limitSeconds,
    callsPerDocument: Number(callsPerDocument.toFixed(3)),
  };
}

/** The result of a fault that this machine does not permit. */
export function skipped(plan: FaultPlan, reason: string): FaultResult {
  return { ...headOf(plan), verdict: 'skipped', reason, acts: [], findings: [], notChecked: [] };
}

/** The result of a run that has come to no judgement: what was done and missed until then, and why it went no further. */
export function brokenOff(plan: FaultPlan, error: unknown, { notes, at }: Partial<Pick<Told, 'notes' | 'at'>> = {}): FaultResult {
  const { acts = [], misses = [], late = [] } = notes ?? {};
  const findings = [`the run was broken off: ${String(error).replace(/\s+/g, ' ')}`, ...misses, ...late];
  return { ...headOf(plan, at), verdict: 'failed', acts, findings, notChecked: [] };
}

function headOf({ fault: { number: fault, name, how }, seed, commit, orders: asked, rate, scale }: FaultPlan, at = new Date()) {
  return { fault, name, how, seed, at: at.toISOString(), commit, asked, rate, scale };
}

/** What of a run happens while orders are sent. */
async function underLoad(world: World, plan: FaultPlan, { print, paymentsBefore }: Pick<Told, 'print'> & { readonly paymentsBefore: number }) {
  const { fault, seed } = plan;
  const load = await Load.start(world.sandbox, loadOf(plan));
  try {
    await untilFlowing(world, paymentsBefore);
    const returns = new Returns(world, fault, returnLooks(world));
    world.onOver = (end) => returns.since(end);
    const span = await injected(world, fault, new Random(`${fault.number} ${seed}`));
    print(`The fault is over after ${seconds(span)} s; waiting until every order is where it should be …`);
    const answered = await load.end(secondsAfter(fault) * 1_000, ANSWERED_WITHIN_MS);
    await returns.note();
    if (!answered) world.miss(`senders wait for answers after ${ANSWERED_WITHIN_MS / 1_000} s`);
    return { span, loadEnd: Date.now() };
  } finally {
    load.giveUp();
  }
}

/** Resolves once orders have been completed for as long as the rate before the fault is counted over. */
async function untilFlowing({ sandbox, site }: World, paymentsBefore: number): Promise<void> {
  const end = performance.now() + FLOWS_WITHIN_MS;
  while ((await sandbox.erpCalls()).payments === paymentsBefore) {
    if (performance.now() > end) throw new Error(`No order is completed within ${FLOWS_WITHIN_MS / 1_000} s; see ${site.folder}.`);
    await wait(LOOK_EVERY_MS);
  }
  await wait(BASELINE_MS + SETTLING_MS);
}

/** @returns when the fault has begun and ended; what its row has waited for since is part of the way back. */
export async function injected(world: World, fault: Fault, random: Random): Promise<Span> {
  const begin = Date.now();
  try {
    await fault.inject(world, random);
  } catch (error) {
    world.miss(`the fault could not be done or undone: ${String(error)}`);
  } finally {
    await world.close();
  }
  return { begin, end: world.endedAt ?? world.over() };
}

/** The lines that were written since a moment. */
function since(ledgers: Ledgers, at: Date): Ledgers {
  const from = at.toISOString();
  const later = <Line extends { readonly at: string }>(lines: readonly Line[]): Line[] => lines.filter((line) => line.at >= from);
  return {
    tills: later(ledgers.tills),
    erp: later(ledgers.erp),
    integrator: later(ledgers.integrator),
    shops: later(ledgers.shops),
    partner: later(ledgers.partner),
    bank: later(ledgers.bank),
  };
}

function countsOf(ledgers: Ledgers, { findings }: Checked): Counts {
  const inputs = [...tillInputsOf(ledgers), ...shopInputsOf(ledgers), ...partnerInputsOf(interchangesOf(ledgers))];
  const answers = [...ledgers.tills, ...ledgers.shops, ...ledgers.bank];
  const of = (invariant: string): number => findings.filter((finding) => finding.invariant === invariant).length;
  return {
    orders: inputs.length,
    accepted: inputs.filter(({ outcome }) => outcome === 'accepted').length,
    refused: inputs.filter(({ outcome }) => outcome === 'refused').length,
    unknown: answers.filter((line) => 'answer' in line && line.answer === 'unknown').length,
    lost: of('I1'),
    doubled: of('I2'),
    moneyOff: of('I4') + of('I5'),
  };
}

function seconds({ begin, end }: Span): number {
  return Math.round((end - begin) / 1_000);
}
