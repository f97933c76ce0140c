import { setTimeout as pause } from 'node:timers/promises';
import { catalogue } from '@kervan/contracts';
import { preparePlatform, type PlatformPlan } from '../platform/platform.js';
import { callsWithoutResult } from './calls-without-result.js';
import { Fleet } from './fleet.js';
import { Load } from './load.js';
import type { PhaseOfRun, UpgradeOutcome } from './outcome.js';
import { installedBy, thisRelease, type Release } from './release.js';
import { verdictAtRest } from './rest.js';
import { ALONE_SECONDS, type UpgradePlan } from './upgrade-plan.js';
import { readWire } from './wire.js';

const SECONDS = 1_000;
const SALES_OF_A_MORNING = 120;

/**
 * Upgrades an installation under load as Kubernetes does, and rolls the code back again.
 *
 * The old release installs itself and runs; the new one's topics, schemas and migrations come while it does; then of
 * each service one process of the new release joins and, after both have run side by side, the old one is told to
 * leave. The way back is the same without the schema, which stays. At the end everything that was sent is judged.
 */
export async function runMixed(platform: PlatformPlan, plan: UpgradePlan): Promise<UpgradeOutcome> {
  const { tell = () => undefined, stack, onStart } = platform;
  const phases: PhaseOfRun[] = [];
  const began = performance.now();
  const phase = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    tell(`${what} …`);
    const start = performance.now();
    await work();
    phases.push({ what, fromSeconds: seconds(start - began), seconds: seconds(performance.now() - start) });
  };
  const oldRelease = await installedBy(plan.from, platform);
  const fleet = await Fleet.open({ ...platform, databaseUrls: new Map() }, onStart);
  try {
    await fleet.join(oldRelease);
    const load = Load.start(platform, { rate: plan.rate, sales: SALES_OF_A_MORNING });
    await phase('the old release alone', () => pause(ALONE_SECONDS * SECONDS));
    let newRelease: Release | undefined;
    await phase('topics, schemas and migrations of the new release, under the old one', async () => {
      newRelease = thisRelease(await preparePlatform(platform));
    });
    const upgraded = newRelease as unknown as Release;
    await phase('the new release joins', () => oneByOne(fleet, upgraded));
    await phase('both side by side', () => pause(plan.mixedSeconds * SECONDS));
    await phase('the old release leaves', () => fleet.leave(oldRelease, plan));
    await phase('the new release alone', () => pause(ALONE_SECONDS * SECONDS));
    await phase('back: the old release joins, on the new schema', () => oneByOne(fleet, oldRelease));
    await phase('back: the new release leaves', () => fleet.leave(upgraded, plan));
    await phase('the old release alone, on the new schema', () => pause(ALONE_SECONDS * SECONDS));
    const { mornings } = await load.stop();
    tell('Waiting until every order is where it should be …');
    const verdict = await verdictAtRest({ ...platform, databaseUrls: new Map() });
    return {
      plan,
      phases,
      mornings,
      verdict,
      departures: [...fleet.departures],
      crashes: [...fleet.crashes],
      traffic: fleet.traffic,
      wire: await readWire(stack.kafkaBrokers, catalogue.topics.map(({ name }) => name)),
      callsWithoutResult: await callsWithoutResult(stack.databaseUrl),
    };
  } finally {
    await fleet.close();
  }
}

async function oneByOne(fleet: Fleet, release: Release): Promise<void> {
  for (const service of release.services) await fleet.join(release, [service]);
}

function seconds(ms: number): number {
  return Math.round(ms / SECONDS);
}
