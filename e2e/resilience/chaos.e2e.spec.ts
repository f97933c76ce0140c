import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { serviceKill } from '@kervan/tools/chaos/faults/01-service-kill';
import { rebalanceStorm } from '@kervan/tools/chaos/faults/06-rebalance-storm';
import { brokerKill } from '@kervan/tools/chaos/faults/07-broker-kill';
import { postgresKill } from '@kervan/tools/chaos/faults/11-postgres-kill';
import { erpFaults } from '@kervan/tools/chaos/faults/20-erp-faults';
import { poison } from '@kervan/tools/chaos/faults/22-poison';
import type { Fault } from '@kervan/tools/chaos/faults/fault';
import { judgementAtRest } from '@kervan/tools/chaos/judgement';
import { Load } from '@kervan/tools/chaos/load';
import { Random } from '@kervan/tools/chaos/random';
import { SandboxControl } from '@kervan/tools/chaos/sandbox-control';
import { Site } from '@kervan/tools/chaos/site';
import { World, type Notes } from '@kervan/tools/chaos/world';
import { testFolder } from '@kervan/tools/test/test-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endWithThisProcess } from '../support/end-with-this-process.js';
import { endSharedPlatform } from '../support/platforms.js';

const SEED = 1;
const LOAD = { orders: 540, rate: 6, seed: SEED };
/** Completed after a fault, so that work is seen to go on. */
const MORE = 10;
const PATIENCE = { withinMs: 90_000, everyMs: 250 };
const REST_WITHIN_MS = 120_000;

/** The fast ones of `npm run chaos`, with the share of their times and counts that is taken here. */
const fast: readonly (readonly [string, number, Fault])[] = [
  ['a service', 0.06, serviceKill],
  ['the broker', 1, brokerKill],
  ['Postgres', 1, postgresKill],
  ['the ERP, after it has written', 0.1, erpFaults],
  ['records that are no messages', 0.1, poison],
  ['members of the groups that come and go', 0.15, rebalanceStorm],
];

describe('orders over every channel, on a stack that dies part by part', () => {
  let site: Site;
  let sandbox: SandboxControl;
  let load: Load;
  const notes: Notes = { acts: [], misses: [], late: [] };

  beforeAll(async () => {
    await endSharedPlatform();
    site = await Site.open({ folder: join(testFolder, 'platform', 'chaos'), setting: {}, onStart: endWithThisProcess });
    sandbox = new SandboxControl(site.platform.installation);
    load = await Load.start(sandbox, LOAD);
    await goesOn();
  });

  afterAll(() => site?.close());

  /** Resolves once so many more payments are booked than now. */
  async function goesOn(): Promise<void> {
    const { payments } = await sandbox.erpCalls();
    await eventually(`${MORE} more orders are completed`, async () => (await sandbox.erpCalls()).payments >= payments + MORE, PATIENCE);
  }

  it.each(fast)('%s', async (_what, scale, fault) => {
    const world = new World(site, notes, scale, (sentence) => console.log(`${fault.name}: ${sentence}`));
    await fault.inject(world, new Random(`${fault.number} ${SEED}`));
    await world.close();
    await fault.afterwards?.(world);
    await goesOn();
    expect(notes.misses).toEqual([]);
  });

  it('and nothing is lost, doubled or off by a kuruş, and every invariant that can be looked at holds', async () => {
    expect(await load.end(0, REST_WITHIN_MS)).toBe(true);
    const { findings, checked } = await judgementAtRest(site, REST_WITHIN_MS);
    expect(findings).toEqual([]);
    expect(checked).toEqual(expect.arrayContaining(['I1', 'I2', 'I3', 'I4', 'I5', 'I7', 'I8', 'I9', 'I10', 'I11', 'I12']));
  });
});
