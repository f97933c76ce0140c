import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { shopInputsOf } from '../judge/shop-inputs.js';
import { interchangesOf, partnerInputsOf } from '../judge/partner-inputs.js';
import { tillInputsOf } from '../judge/till-inputs.js';
import { readLedgers } from '../judge/read-ledgers.js';
import type { Ledgers } from '../judge/ledger-lines.js';
import type { Fault } from './faults/fault.js';
import type { Checked } from './invariants/check-invariants.js';
import { judgementAtRest } from './judgement.js';
import { Load } from './load.js';
import { Random } from './random.js';
import type { Counts, FaultResult } from './result.js';
import type { Site } from './site.js';
import { BASELINE_MS, completionsIn, recoveryOf, type Span } from './throughput.js';
import { World, type Notes } from './world.js';

/** One fault on one load. */
export interface FaultPlan {
  readonly fault: Fault;
  readonly seed: number;
  /** At least so many orders; more where the fault lasts longer than they do. */
  readonly orders: number;
  /** Orders a second. */
  readonly rate: number;
  /** Of times and counts of the matrix. */
  readonly scale: number;
  readonly commit: string;
}

const WARM_SECONDS = 15;
/** Load after a fault whose row sets no limit. */
const AFTER_SECONDS = 15;
const FLOWS_WITHIN_MS = 120_000;
const ANSWERED_WITHIN_MS = 600_000;
/** An outgoing call whose worker has died is unknown for 40 s and is asked about after that. */
const REST_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 250;
/** The first orders of a load are not yet many a second. */
const SETTLING_MS = 2_000;

/** How many orders a run plans: as many as are sent until the fault is over and its limit has passed. */
export function ordersOf({ fault, orders, rate, scale }: Omit<FaultPlan, 'seed' | 'commit'>): number {
  return Math.max(orders, Math.ceil(rate * secondsUnder(fault, scale)));
}

/** How long a run's load takes, in seconds. */
export function secondsOf(plan: Omit<FaultPlan, 'seed' | 'commit'>): number {
  return ordersOf(plan) / plan.rate;
}

/**
 * Sends a load over every channel, injects a fault into it, waits until all is at rest, and judges.
 *
 * What was sent before on the same site is judged again with it; a site with a finding is of no use any more.
 */
export async function runFault(site: Site, plan: FaultPlan, print: (sentence: string) => void): Promise<FaultResult> {
  const { fault, seed, rate, scale, commit } = plan;
  const { installation } = site.platform;
  const notes: Notes = { acts: [], misses: [], late: [] };
  const at = new Date();
  const world = new World(site, notes, scale, print);
  const { sandbox } = world;
  const callsBefore = await sandbox.erpCalls();
  const load = await Load.start(sandbox, { orders: ordersOf(plan), seed, rate });
  await untilFlowing(world, callsBefore.payments);
  const span = await injected(world, fault, new Random(`${fault.number} ${seed}`));
  print(`The fault is over after ${seconds(span)} s; waiting until every order is where it should be …`);
  const after = Math.max(fault.limitSeconds ?? 0, AFTER_SECONDS) * 1_000;
  if (!(await load.end(after, ANSWERED_WITHIN_MS))) world.miss(`senders wait for answers after ${ANSWERED_WITHIN_MS / 1_000} s`);
  const first = await judgementAtRest(site, REST_WITHIN_MS);
  const restSeconds = Math.round((Date.now() - span.end) / 1_000);
  await fault.afterwards?.(world);
  const judgement = fault.afterwards ? await judgementAtRest(site, REST_WITHIN_MS) : first;
  const ledgers = since(await readLedgers(join(installation.folder, 'sandbox')), at);
  const { before, backSeconds } = recoveryOf(completionsIn(ledgers), span);
  const callsPerDocument = ((await sandbox.erpCalls()).all - callsBefore.all) / Math.max(ledgers.erp.length, 1);
  noteLimits(world, fault, { backSeconds, callsPerDocument, restSeconds });
  const findings = [...judgement.findings.map(({ invariant, code, detail }) => `${invariant} ${code}: ${detail}`), ...notes.misses, ...notes.late];
  return {
    ...keyOf(plan),
    at: at.toISOString(),
    commit,
    asked: plan.orders,
    rate,
    scale,
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
  const { orders: asked, rate, scale, commit } = plan;
  const nothing = { acts: [], findings: [], notChecked: [] };
  return { ...keyOf(plan), at: new Date().toISOString(), commit, asked, rate, scale, verdict: 'skipped', reason, ...nothing };
}

function keyOf({ fault: { number: fault, name, how }, seed }: FaultPlan) {
  return { fault, name, how, seed };
}

function secondsUnder({ seconds: ofFault, limitSeconds = AFTER_SECONDS }: Fault, scale: number): number {
  return WARM_SECONDS + ofFault * scale + Math.max(limitSeconds, AFTER_SECONDS);
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

async function injected(world: World, fault: Fault, random: Random): Promise<Span> {
  const begin = Date.now();
  try {
    await fault.inject(world, random);
  } catch (error) {
    world.miss(`the fault could not be done or undone: ${String(error)}`);
  } finally {
    await world.close();
  }
  return { begin, end: Date.now() };
}

/** What was measured of a run, as far as rows set limits to it. */
interface Measured {
  readonly backSeconds?: number;
  readonly callsPerDocument: number;
  readonly restSeconds: number;
}

function noteLimits(world: World, fault: Fault, { backSeconds, callsPerDocument, restSeconds }: Measured): void {
  const { limitSeconds, mostCallsPerDocument, restWithinSeconds } = fault;
  if (limitSeconds !== undefined && backSeconds === undefined) {
    world.miss('nine tenths of the rate were not seen again');
  }
  if (limitSeconds !== undefined && backSeconds !== undefined) world.measured('the way back to nine tenths of the rate', backSeconds, limitSeconds);
  if (mostCallsPerDocument !== undefined && callsPerDocument > mostCallsPerDocument) {
    world.miss(`the ERP was called ${callsPerDocument.toFixed(2)} times for each document; the limit is ${mostCallsPerDocument}`);
  }
  if (restWithinSeconds !== undefined) world.measured('bringing all orders through', restSeconds, restWithinSeconds);
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
